namespace Catalog.Web.Queries.Flow;

/// <summary>What a change upstream does to a node or column.</summary>
public enum FlowEffect
{
    /// <summary>It does not use what changes.</summary>
    Unaffected,

    /// <summary>It comes from something affected, but how its columns come from there is not known.</summary>
    Unknown,

    /// <summary>It uses what changes.</summary>
    Breaks,
}
