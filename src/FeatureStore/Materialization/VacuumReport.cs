using Catalog.Core.Values;

namespace FeatureStore.Materialization;

/// <summary>What a vacuum deleted, or would delete.</summary>
/// <param name="At">When it looked.</param>
/// <param name="IsDryRun">Whether everything stayed.</param>
/// <param name="Grace">How long files stay for readers and writers (<see cref="FeatureStoreOptions.ReplacedFileGrace"/>).</param>
/// <param name="Files">The files, ordered by path.</param>
public sealed record VacuumReport(Instant At, bool IsDryRun, TimeSpan Grace, IReadOnlyList<VacuumedFile> Files);

/// <summary>A file that no manifest names.</summary>
/// <param name="Path">Path relative to the offline root.</param>
/// <param name="ByteCount">Its size in bytes.</param>
/// <param name="Since">When it was replaced, or last written where it never was recorded.</param>
/// <param name="Reason">Why nobody needs it.</param>
public sealed record VacuumedFile(string Path, long ByteCount, Instant Since, VacuumReason Reason);

/// <summary>Why nobody needs a file.</summary>
public enum VacuumReason
{
    /// <summary>Another file has taken its place, or its view was removed.</summary>
    Replaced,

    /// <summary>It was written and never recorded: its process died before, or another one was faster.</summary>
    Unrecorded,

    /// <summary>It was never written to its end.</summary>
    Partial,
}
