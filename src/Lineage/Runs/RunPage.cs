namespace Lineage.Runs;

/// <summary>Some runs.</summary>
/// <param name="Runs">The runs, latest first.</param>
/// <param name="NextCursor">Give it as <see cref="RunFilter.Cursor"/> to go on; null on the last page.</param>
public sealed record RunPage(IReadOnlyList<RunSummary> Runs, string? NextCursor);
