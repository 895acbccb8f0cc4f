using Microsoft.Extensions.Logging;

namespace FeatureStore.Diagnostics;

/// <summary>Every log line of the feature store. Event ids 3000 to 3999; a name never changes its meaning.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Information, "Online store in '{Directory}' opened: {Segments} segments.")]
    internal static partial void OnlineStoreOpened(ILogger logger, string directory, int segments);

    [LoggerMessage(3001, LogLevel.Warning,
        "The last {Bytes} bytes of '{Path}', from byte {Offset} on, are a commit that a crash tore; they were cut off. Nothing acknowledged was lost.")]
    internal static partial void TornTailTruncated(ILogger logger, string path, long bytes, long offset);

    [LoggerMessage(3002, LogLevel.Information, "Online store in '{Directory}' compacted: {Bytes} bytes freed.")]
    internal static partial void OnlineStoreCompacted(ILogger logger, string directory, long bytes);

    [LoggerMessage(3003, LogLevel.Error, "Online store in '{Directory}' could not be tidied up; reads and writes go on, and it is tried again.")]
    internal static partial void OnlineStoreMaintenanceFailed(ILogger logger, string directory, Exception exception);

    [LoggerMessage(3004, LogLevel.Warning, "The online store is away; lookups are answered with rows that were read at most {MaxAge} before, and marked as stale.")]
    internal static partial void AnsweringStale(ILogger logger, TimeSpan maxAge, Exception exception);

    [LoggerMessage(3005, LogLevel.Information, "The online store is back; lookups are answered from it again.")]
    internal static partial void AnsweringFresh(ILogger logger);

    [LoggerMessage(3006, LogLevel.Warning,
        "A lookup of {What} for {EntityRows} entity rows x {Features} features was slow. {Reason} {Unlogged} more were slow since the last such line.")]
    internal static partial void LookupSlow(ILogger logger, string what, int entityRows, int features, string reason, long unlogged);

    [LoggerMessage(3100, LogLevel.Information, "{Count} offline files that no snapshot names were deleted, {Bytes} bytes.")]
    internal static partial void OfflineFilesDeleted(ILogger logger, int count, long bytes);

    [LoggerMessage(3109, LogLevel.Debug, "The offline file '{Path}' was deleted; no snapshot names it.")]
    internal static partial void OfflineFileDeleted(ILogger logger, string path);

    [LoggerMessage(3101, LogLevel.Warning, "Offline files that no snapshot names could not be deleted; it is tried again.")]
    internal static partial void OfflineFilesNotDeleted(ILogger logger, Exception exception);

    [LoggerMessage(3102, LogLevel.Information, "{Files} offline files of '{View}' were merged into one: {Rows} rows, {Bytes} bytes.")]
    internal static partial void OfflineFilesMerged(ILogger logger, string view, int files, long rows, long bytes);

    [LoggerMessage(3103, LogLevel.Warning, "The offline files of '{View}' could not be compacted; they stay as they are, and it is tried again.")]
    internal static partial void CompactionFailed(ILogger logger, string view, Exception exception);

    [LoggerMessage(3104, LogLevel.Warning, "It could not be found out which offline files are to be compacted; it is tried again.")]
    internal static partial void CompactionNotDue(ILogger logger, Exception exception);

    [LoggerMessage(3105, LogLevel.Information, "Retention removed {Rows} rows of '{View}' in {Files} files, {Bytes} bytes: events from before {Time} are there only as the newest row of each key.")]
    internal static partial void RowsNotKept(ILogger logger, string view, long rows, int files, long bytes, string time);

    [LoggerMessage(3106, LogLevel.Warning, "Rows of '{View}' that are older than is kept could not be removed; it is tried again.")]
    internal static partial void RetentionFailed(ILogger logger, string view, Exception exception);

    [LoggerMessage(3107, LogLevel.Warning, "It could not be found out which rows are older than is kept; it is tried again.")]
    internal static partial void RetentionNotDue(ILogger logger, Exception exception);

    [LoggerMessage(3108, LogLevel.Warning, "{Count} events of a stream are older than what retention has left of '{View}' (from {Time} on); they are joined as if there were no row.")]
    internal static partial void JoinedWithoutHistory(ILogger logger, int count, string view, string time);

    [LoggerMessage(3200, LogLevel.Information, "Training set '{Name}' is complete: {Rows} rows, {Bytes} bytes.")]
    internal static partial void TrainingSetBuilt(ILogger logger, string name, long rows, long bytes);

    [LoggerMessage(3201, LogLevel.Error, "Training set '{Name}' failed.")]
    internal static partial void TrainingSetFailed(ILogger logger, string name, Exception exception);

    [LoggerMessage(3204, LogLevel.Warning, "Training set '{Name}' cannot be built: {Reason}")]
    internal static partial void TrainingSetRefused(ILogger logger, string name, string reason);

    [LoggerMessage(3202, LogLevel.Error, "The end of training set {Id} could not be recorded; it is built again at the next start.")]
    internal static partial void TrainingSetNotEnded(ILogger logger, Guid id, Exception exception);

    [LoggerMessage(3203, LogLevel.Error, "Training sets that the end of the last process cut off could not be looked for; they wait for the next start.")]
    internal static partial void TrainingSetsNotResumed(ILogger logger, Exception exception);

    [LoggerMessage(3205, LogLevel.Warning, "Training sets that are not kept any longer could not be removed; it is tried again.")]
    internal static partial void TrainingSetsNotCleared(ILogger logger, Exception exception);

    [LoggerMessage(3500, LogLevel.Information, "Run {Id} is left to another process: {Reason}")]
    internal static partial void RunElsewhere(ILogger logger, Guid id, string reason);

    [LoggerMessage(3300, LogLevel.Warning, "The statistics of '{View}' could not be computed; it is tried again.")]
    internal static partial void StatisticsFailed(ILogger logger, string view, Exception exception);

    [LoggerMessage(3301, LogLevel.Warning, "It could not be found out which statistics are due; it is tried again.")]
    internal static partial void StatisticsNotDue(ILogger logger, Exception exception);

    [LoggerMessage(3302, LogLevel.Warning, "The statistics of views still cannot be computed: {Count} more times, last those of '{View}'. {Reason}")]
    internal static partial void StatisticsStillFailing(ILogger logger, int count, string view, string reason);

    [LoggerMessage(3600, LogLevel.Information, "Erasure {Id} is complete: {Places} places are in its receipt.")]
    internal static partial void Erased(ILogger logger, Guid id, int places);

    [LoggerMessage(3601, LogLevel.Error, "Erasure {Id} failed. Events of the entity are kept out all the same; ask for it again.")]
    internal static partial void ErasureFailed(ILogger logger, Guid id, Exception exception);

    [LoggerMessage(3602, LogLevel.Error, "The end of erasure {Id} could not be recorded; it is carried out again.")]
    internal static partial void ErasureNotEnded(ILogger logger, Guid id, Exception exception);

    [LoggerMessage(3603, LogLevel.Warning, "It could not be found out whether there is an entity to erase; it is tried again.")]
    internal static partial void ErasuresNotDue(ILogger logger, Exception exception);

    [LoggerMessage(3400, LogLevel.Warning, "The last {Bytes} bytes of '{Path}' are logged lookups that a crash tore; they were cut off.")]
    internal static partial void LookupLogTruncated(ILogger logger, string path, long bytes);

    [LoggerMessage(3401, LogLevel.Warning, "Lookups could not be logged; they are counted as dropped until the log can be written again.")]
    internal static partial void LookupsNotLogged(ILogger logger, Exception exception);

    [LoggerMessage(3402, LogLevel.Information, "Verification {Id}: {Compared} lookups compared, {Differences} differ.")]
    internal static partial void Verified(ILogger logger, Guid id, long compared, long differences);

    [LoggerMessage(3403, LogLevel.Error, "Verification {Id} failed.")]
    internal static partial void VerificationFailed(ILogger logger, Guid id, Exception exception);

    [LoggerMessage(3404, LogLevel.Error, "The end of verification {Id} could not be recorded; it is made again at the next start.")]
    internal static partial void VerificationNotEnded(ILogger logger, Guid id, Exception exception);

    [LoggerMessage(3405, LogLevel.Warning, "It could not be found out whether a verification is due; it is tried again.")]
    internal static partial void VerificationNotDue(ILogger logger, Exception exception);

    [LoggerMessage(3700, LogLevel.Warning, "What consumers looked up could not be added to the catalogue; it is counted on and tried again.")]
    internal static partial void ReadsNotCounted(ILogger logger, Exception exception);
}
