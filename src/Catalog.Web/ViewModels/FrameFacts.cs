namespace Catalog.Web.ViewModels;

/// <summary>The live numbers around every page.</summary>
public sealed record FrameFacts
{
    /// <summary>Nothing counted and nothing known.</summary>
    public static readonly FrameFacts Empty = new();

    /// <summary>Counts beside the sidebar's entries; an entry without one shows none.</summary>
    public IReadOnlyDictionary<FrameEntry, FrameCount> Counts { get; init; } = new Dictionary<FrameEntry, FrameCount>();

    /// <summary>One line per role that this process runs, in the order serve, work, schedule.</summary>
    public IReadOnlyList<RoleFact> Roles { get; init; } = [];

    /// <summary>The team that the visitor acts for; null when nobody is signed in.</summary>
    public TeamFact? Team { get; init; }
}
