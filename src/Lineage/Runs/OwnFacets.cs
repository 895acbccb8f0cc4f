namespace Lineage.Runs;

/// <summary>Run facets that only this product writes. A custom facet's key begins with its producer.</summary>
internal static class OwnFacets
{
    /// <summary>What the run is: kind, domain, title, unit and total of the progress.</summary>
    public const string Run = "catalog_run";

    /// <summary>How it ended: figures, summary, code, message.</summary>
    public const string Outcome = "catalog_outcome";
}
