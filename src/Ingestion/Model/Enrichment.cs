namespace Ingestion.Model;

/// <summary>What a source takes out of one feature view: columns beside those of the stream that it is made from.</summary>
public sealed record Enrichment
{
    /// <summary>The feature view.</summary>
    public required string View { get; init; }

    /// <summary>For each join key of the view the column of the stream that holds it.</summary>
    public required IReadOnlyList<EnrichmentKey> On { get; init; }

    /// <summary>The features that are taken, in the order of their columns.</summary>
    public required IReadOnlyList<EnrichmentFeature> Features { get; init; }
}

/// <summary>Where a join key comes from.</summary>
/// <param name="JoinKey">Join key of the view.</param>
/// <param name="Column">Column of the stream.</param>
public sealed record EnrichmentKey(string JoinKey, string Column);

/// <summary>A feature that becomes a column.</summary>
/// <param name="Feature">Name in the view.</param>
/// <param name="Column">Name of the column.</param>
public sealed record EnrichmentFeature(string Feature, string Column);
