namespace Catalog.Web.ViewModels;

/// <summary>A count beside an entry of the sidebar. <paramref name="Waiting"/> marks one that waits for the visitor; it is written in red.</summary>
public sealed record FrameCount(long Value, bool Waiting = false);
