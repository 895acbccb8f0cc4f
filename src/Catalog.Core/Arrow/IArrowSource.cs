namespace Catalog.Core.Arrow;

/// <summary>A table that is read forwards, batch by batch. Disposing of it lets go of what it reads. Not thread-safe.</summary>
public interface IArrowSource : IDisposable
{
    /// <summary>The columns.</summary>
    IReadOnlyList<ArrowField> Fields { get; }

    /// <summary>
    /// Adds the next rows to a batch of these columns, in the order of the table, until <see cref="ArrowBatch.IsFull"/> or none is left. A batch that stays empty says
    /// that there are no more.
    /// </summary>
    Task FillAsync(ArrowBatch batch, CancellationToken cancellationToken);
}
