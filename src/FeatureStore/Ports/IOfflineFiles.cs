using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Rows;

namespace FeatureStore.Ports;

/// <summary>
/// Writes and deletes the files of the offline store. Files hold one column per join key, then <c>__event_time</c> and <c>__arrival_time</c>
/// (UTC, microseconds), <c>__sequence</c> (int64), then one column per feature; Parquet field ids follow <see cref="OfflineColumns"/>.
/// Thread-safe.
/// </summary>
public interface IOfflineFiles
{
    /// <summary>
    /// Writes the rows of a log range to a new file and makes it durable under its final name before returning. The file does not count until it is
    /// committed to the <see cref="IOfflineManifest"/>. An existing file of the same range is replaced atomically. No rows: no file is made and
    /// the result has an empty path. Whether rows come from earlier files or from memory makes no difference to the bytes. Where the file lies is the matter of
    /// <see cref="IOfflineStorage"/>.
    /// </summary>
    /// <param name="view">The view version that the rows belong to.</param>
    /// <param name="range">Partition and log range; names the file.</param>
    /// <param name="before">Files whose rows come first: they cover the front of the range, in log order. They stay as they are.</param>
    /// <param name="rows">The rows behind them, in log order. May be enumerated more than once.</param>
    /// <param name="cancellationToken">Stops the writing; nothing stays behind under the final name.</param>
    /// <exception cref="FeatureStoreException">A file of <paramref name="before"/> cannot be read, or the new one cannot be written.</exception>
    Task<OfflineFile> WriteAsync(
        FeatureView view, LogRange range, IReadOnlyList<OfflineFile> before, IReadOnlyCollection<FeatureRow> rows, CancellationToken cancellationToken);

    /// <summary>
    /// Writes the rows of files that follow each other in the log to one new file, sorted by join keys, event time and sequence; durable, and not yet counted, as in <see cref="WriteAsync"/>. Its
    /// name differs from that of a file in log order of the same range. Streams and spills: memory stays within the configured limit whatever the sizes.
    /// </summary>
    /// <param name="view">The view version that the rows belong to.</param>
    /// <param name="range">Partition and log range of all of them; names the file.</param>
    /// <param name="files">The files, in log order. They stay as they are.</param>
    /// <param name="cancellationToken">Stops the writing; nothing stays behind under the final name.</param>
    /// <exception cref="FeatureStoreException">
    /// A file cannot be read or the new one cannot be written; <see cref="FeatureStoreErrorCode.CorruptData"/> when the files do not hold the rows that they should.
    /// </exception>
    Task<OfflineFile> MergeAsync(FeatureView view, LogRange range, IReadOnlyList<OfflineFile> files, CancellationToken cancellationToken);

    /// <summary>All files below the offline root, in no order, whether a manifest knows them or not; also those that are only being written, where they take up room by then.</summary>
    /// <exception cref="FeatureStoreException">The storage cannot be reached.</exception>
    Task<IReadOnlyList<StoredOfflineFile>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Deletes a file; a missing file is no error.</summary>
    /// <param name="path">Path relative to the offline root, as in <see cref="OfflineFile.Path"/>; empty does nothing.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FeatureStoreException">The storage cannot be reached.</exception>
    Task DeleteAsync(string path, CancellationToken cancellationToken);
}

/// <summary>A file as it lies in the storage.</summary>
/// <param name="Path">Path relative to the offline root, with forward slashes.</param>
/// <param name="WrittenAt">When it was last written, by the clock of the storage.</param>
/// <param name="ByteCount">Its size in bytes.</param>
public readonly record struct StoredOfflineFile(string Path, Instant WrittenAt, long ByteCount)
{
    /// <summary>What stands behind the name of a file that is being written.</summary>
    public const string PartialSuffix = ".tmp";

    /// <summary>Whether it is only being written, or was when a process died. No manifest ever names it.</summary>
    public bool IsPartial => Path.EndsWith(PartialSuffix, StringComparison.Ordinal);
}

/// <summary>A range of one partition of the event log.</summary>
/// <param name="Partition">Partition from 0.</param>
/// <param name="FirstSequence">First sequence included.</param>
/// <param name="EndSequence">One past the last sequence.</param>
public readonly record struct LogRange(int Partition, long FirstSequence, long EndSequence);

/// <summary>Names and Parquet field ids of the columns of offline files.</summary>
public static class OfflineColumns
{
    /// <summary>Event time, timestamp in UTC microseconds. Field id 1.</summary>
    public const string EventTime = "__event_time";

    /// <summary>Arrival time, timestamp in UTC microseconds. Field id 2.</summary>
    public const string ArrivalTime = "__arrival_time";

    /// <summary>Log sequence, int64. Field id 3.</summary>
    public const string Sequence = "__sequence";

    /// <summary>Field id of the first join key; the others follow in the order of the view's entities.</summary>
    public const int FirstKeyFieldId = 10;

    /// <summary>Field id of the first feature; the others follow in the order of the view's features.</summary>
    public const int FirstFeatureFieldId = 100;
}
