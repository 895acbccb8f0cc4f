namespace Lineage.Model;

/// <summary>Which events to list.</summary>
public sealed record EventFilter
{
    /// <summary>Only events of this run; null for all.</summary>
    public Guid? RunId { get; init; }

    /// <summary>Only events that arrived after the one with this sequence; 0 begins at the first.</summary>
    public long AfterSequence { get; init; }

    /// <summary>Most events to return, 1 to 1000.</summary>
    public int Limit { get; init; } = 100;
}
