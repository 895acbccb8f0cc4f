namespace Catalog.Cli.Output;

/// <summary>How far a piece of work is.</summary>
/// <param name="Done">Done so far.</param>
/// <param name="Total">All of it; null when unknown.</param>
/// <param name="Unit">For example <c>rows</c>.</param>
internal readonly record struct WorkProgress(long Done, long? Total, string Unit);
