namespace Catalog.Core.Events;

/// <summary>
/// Where a module states what its datasets are made from before any run has shown it. Lineage implements it: each declaration becomes an OpenLineage dataset event.
/// Thread-safe.
/// </summary>
public interface ILineageDeclarations
{
    /// <summary>
    /// Puts the declarations in force. They are all that the product declares: one that was made before and is not among them is withdrawn. Repeating the same
    /// declarations changes nothing.
    /// </summary>
    /// <param name="declarations">All declarations, each dataset once.</param>
    /// <param name="cancellationToken">Cancels before anything is kept.</param>
    /// <exception cref="Errors.CatalogException">The store failed; nothing is kept.</exception>
    Task ReplaceAsync(IReadOnlyList<DatasetDeclaration> declarations, CancellationToken cancellationToken);
}

/// <summary>What a dataset is made from.</summary>
/// <param name="Dataset">The dataset of the product, with its columns and where each comes from.</param>
/// <param name="Inputs">What it is made from.</param>
/// <param name="At">Since when it is so; a later declaration replaces an earlier one.</param>
public sealed record DatasetDeclaration(DatasetRef Dataset, IReadOnlyList<DatasetRef> Inputs, Values.Instant At);
