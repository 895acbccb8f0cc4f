namespace Lineage.Runs;

/// <summary>Some runs.</summary>
/// <param name="Runs">The runs.</param>
/// <param name="Next">Where to go on; null on the last page.</param>
public sealed record StoredRunPage(IReadOnlyList<StoredRun> Runs, RunCursor? Next);
