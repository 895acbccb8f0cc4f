using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Ports;

/// <summary>
/// Records which files make up a feature view version. A file counts only once it is recorded here, and a change is one transaction, so a
/// reader sees complete snapshots only and a crash leaves no half file among them. Thread-safe, also between processes.
/// </summary>
public interface IOfflineManifest
{
    /// <summary>The files of the view version at this moment, ordered by partition and first sequence. Empty when there is none.</summary>
    Task<OfflineSnapshot> GetSnapshotAsync(FeatureViewId view, CancellationToken cancellationToken);

    /// <summary>
    /// Shuts out the earlier writers of a partition: from here on only files of this epoch, or of a later one, are recorded. The same epoch again changes nothing.
    /// </summary>
    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.WriterFenced"/> when a later epoch was here before.</exception>
    Task FenceAsync(FeatureViewId view, int partition, long epoch, CancellationToken cancellationToken);

    /// <summary>
    /// Records a file that holds the rows of the log range [<see cref="OfflineFile.FirstSequence"/>, <see cref="OfflineFile.EndSequence"/>)
    /// of one partition, in place of every recorded file whose range lies within it. Recording the same file again changes nothing.
    /// </summary>
    /// <param name="view">The view version.</param>
    /// <param name="file">The file.</param>
    /// <param name="epoch">That of the writer; 0 where a partition can only have one.</param>
    /// <param name="cancellationToken">Cancels before anything is recorded.</param>
    /// <returns>The files that were replaced; they may be deleted once no reader can hold an older snapshot.</returns>
    /// <exception cref="FeatureStoreException">
    /// <see cref="FeatureStoreErrorCode.ManifestConflict"/> when a recorded range overlaps only in part; <see cref="FeatureStoreErrorCode.WriterFenced"/> when a later epoch has begun.
    /// </exception>
    Task<IReadOnlyList<OfflineFile>> CommitAsync(FeatureViewId view, OfflineFile file, long epoch, CancellationToken cancellationToken);

    /// <summary>As <see cref="CommitAsync"/>, for a file that took over the rows of earlier ones: only if exactly these are recorded in its range still, or the file itself is.</summary>
    /// <param name="view">The view version.</param>
    /// <param name="file">The file.</param>
    /// <param name="before">The files whose rows it took over, ordered by first sequence.</param>
    /// <param name="epoch">That of the writer; 0 where a partition can only have one.</param>
    /// <param name="cancellationToken">Cancels before anything is recorded.</param>
    /// <returns>The files that were replaced; null, and nothing is changed, when other ones are recorded.</returns>
    /// <exception cref="FeatureStoreException">As <see cref="CommitAsync"/>.</exception>
    Task<IReadOnlyList<OfflineFile>?> TryCommitAsync(FeatureViewId view, OfflineFile file, IReadOnlyList<OfflineFile> before, long epoch, CancellationToken cancellationToken);

    /// <summary>
    /// Records a file in place of others of one partition that hold the same rows, or these and others that are erased or not kept any longer. Needs no epoch, since a writer records a file only in place of those that
    /// it was made of (<see cref="TryCommitAsync"/>).
    /// </summary>
    /// <param name="view">The view version.</param>
    /// <param name="files">The files that are recorded now and cover the range of <paramref name="merged"/>.</param>
    /// <param name="merged">The file that takes their place.</param>
    /// <param name="cancellationToken">Cancels before anything is recorded.</param>
    /// <returns>False, and nothing is changed, when what is recorded in that range is no longer exactly <paramref name="files"/>.</returns>
    Task<bool> ReplaceAsync(FeatureViewId view, IReadOnlyList<OfflineFile> files, OfflineFile merged, CancellationToken cancellationToken);

    /// <summary>
    /// Moves the horizon of a view version forward, never back: to the later time and the later sequence of the one recorded and this one. To be called before the rows before it are removed. Does nothing where
    /// the view never had a file.
    /// </summary>
    Task RaiseHorizonAsync(FeatureViewId view, OfflineHorizon horizon, CancellationToken cancellationToken);

    /// <summary>Paths of all recorded files of all view versions. Empty paths are left out.</summary>
    Task<IReadOnlySet<string>> GetAllPathsAsync(CancellationToken cancellationToken);

    /// <summary>Paths that were recorded and are no longer, each with when that ended, by the clock of the process that ended it; until they are forgotten or recorded again.</summary>
    Task<IReadOnlyDictionary<string, Instant>> GetReplacedAsync(CancellationToken cancellationToken);

    /// <summary>Forgets that files were replaced, since they are deleted.</summary>
    Task ForgetReplacedAsync(IReadOnlyCollection<string> paths, CancellationToken cancellationToken);

    /// <summary>
    /// What the files of each view version add up to, as of one moment; versions that never had a file are left out. In no order. One cheap question for all views,
    /// so that a list of them needs no snapshots.
    /// </summary>
    Task<IReadOnlyList<OfflineTotals>> GetTotalsAsync(CancellationToken cancellationToken);

    /// <summary>Forgets all files of the view version, and its horizon; returns them, to be deleted.</summary>
    Task<IReadOnlyList<OfflineFile>> DropAsync(FeatureViewId view, CancellationToken cancellationToken);
}

/// <summary>A consistent set of files.</summary>
/// <param name="View">The view version.</param>
/// <param name="Number">Counts the changes of this view version's file set; 0 when there never was a file.</param>
/// <param name="Files">Ordered by partition and first sequence.</param>
public sealed record OfflineSnapshot(FeatureViewId View, long Number, IReadOnlyList<OfflineFile> Files)
{
    /// <summary>Before which events may be gone; null when all are there.</summary>
    public OfflineHorizon? Horizon { get; init; }

    /// <summary>The parts of the event log that the files cover, ordered by partition and first sequence, as few as can be.</summary>
    public IReadOnlyList<LogRange> Ranges
    {
        get
        {
            var ranges = new List<LogRange>();
            foreach (var file in Files)
            {
                if (ranges.Count > 0 && ranges[^1] is var last && last.Partition == file.Partition && last.EndSequence >= file.FirstSequence)
                {
                    ranges[^1] = last with { EndSequence = Math.Max(last.EndSequence, file.EndSequence) };
                }
                else
                {
                    ranges.Add(new LogRange(file.Partition, file.FirstSequence, file.EndSequence));
                }
            }

            return ranges;
        }
    }

    /// <summary>Whether the files cover all of a range.</summary>
    public bool Covers(LogRange range)
        => Ranges.Any(covered => covered.Partition == range.Partition && covered.FirstSequence <= range.FirstSequence && range.EndSequence <= covered.EndSequence);

    /// <summary>The same without the files that have nothing of the ranges. Those that are left may have more.</summary>
    public OfflineSnapshot Within(IReadOnlyList<LogRange> ranges) => this with { Files = [.. Files.Where(file => ranges.Any(file.Overlaps))] };

    /// <summary>First sequence of the partition that no file covers yet: where a writer goes on.</summary>
    public long EndOf(int partition)
    {
        var end = 0L;
        foreach (var file in Files)
        {
            if (file.Partition == partition)
            {
                end = Math.Max(end, file.EndSequence);
            }
        }

        return end;
    }
}

/// <summary>
/// Up to where retention may have removed rows of a view version. What happened before <paramref name="Time"/> is there only as far as a question at that time or later, that knows what had arrived by that time or later, can
/// have it for its newest row: of each key the newest row.
/// </summary>
/// <param name="Time">Rows with this event time, and later ones, are all there.</param>
/// <param name="Sequence">The last sequence of the rows that made others go. Who knows the events only up to an earlier one may miss some.</param>
public sealed record OfflineHorizon(Instant Time, long Sequence);

/// <summary>What the files of one view version add up to.</summary>
/// <param name="View">The view version.</param>
/// <param name="Number">Counts the changes of its file set, ranges without rows included: as long as it is the same, no event has been written.</param>
/// <param name="Files">Files with rows.</param>
/// <param name="Rows">Rows in them.</param>
/// <param name="Bytes">Their size in bytes.</param>
/// <param name="NewestEventTime">Largest event time in them; null without rows.</param>
public sealed record OfflineTotals(FeatureViewId View, long Number, int Files, long Rows, long Bytes, Instant? NewestEventTime);

/// <summary>One Parquet file of a view version. A file may be recorded without rows: then <see cref="Path"/> is empty and only the range counts.</summary>
public sealed record OfflineFile
{
    /// <summary>What stands in the names of sorted files behind the range.</summary>
    public const string SortedSuffix = ".sorted";

    /// <summary>Path relative to the offline root, with forward slashes; empty when the range gave no rows.</summary>
    public required string Path { get; init; }

    /// <summary>Whether its rows are sorted by key, event time and sequence, as those of merged files are; the name tells. Others are in the order of the log.</summary>
    public bool IsSorted => Path.AsSpan(Path.LastIndexOf('/') + 1).Contains(SortedSuffix, StringComparison.Ordinal);

    /// <summary>Partition of the event log.</summary>
    public required int Partition { get; init; }

    /// <summary>First log sequence covered.</summary>
    public required long FirstSequence { get; init; }

    /// <summary>One past the last log sequence covered.</summary>
    public required long EndSequence { get; init; }

    /// <summary>Rows in the file.</summary>
    public required long RowCount { get; init; }

    /// <summary>Size of the file in bytes.</summary>
    public required long ByteCount { get; init; }

    /// <summary>An event time that no row of the file is before; that of the oldest one, unless rows were erased. Means nothing when it has no rows.</summary>
    public required Instant MinEventTime { get; init; }

    /// <summary>Largest event time of the rows that its range gave, also of those that were erased or not kept, which are in it no more; default when there were none.</summary>
    public required Instant MaxEventTime { get; init; }

    /// <summary>Whether its range has something of another.</summary>
    public bool Overlaps(LogRange range) => Partition == range.Partition && FirstSequence < range.EndSequence && range.FirstSequence < EndSequence;
}
