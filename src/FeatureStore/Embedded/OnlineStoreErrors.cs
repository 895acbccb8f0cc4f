namespace FeatureStore.Embedded;

/// <summary>Makes the errors of the embedded online store.</summary>
internal static class OnlineStoreErrors
{
    internal static FeatureStoreException InUse(string directory, string? holder) => new(
        FeatureStoreErrorCode.OnlineStoreUnavailable,
        $"The online store in '{directory}' cannot be opened: {(holder is null ? "another process" : $"process '{holder}'")} has it open. "
        + "Stop that process, or give this one a folder of its own with 'Catalog:DataDirectory'.");

    internal static FeatureStoreException CannotOpen(string directory, Exception cause) => new(
        FeatureStoreErrorCode.OnlineStoreUnavailable,
        $"The online store in '{directory}' cannot be opened: {cause.Message} Give this process the right to write there, or set 'Catalog:DataDirectory'.",
        cause);

    internal static FeatureStoreException CannotWrite(string directory, Exception cause) => new(
        FeatureStoreErrorCode.OnlineStoreUnavailable,
        $"Rows cannot be written to the online store in '{directory}': {cause.Message} Nothing of the batch was stored; free the disk and write it again.",
        cause);

    internal static FeatureStoreException CannotRead(string directory, Exception cause) => new(
        FeatureStoreErrorCode.OnlineStoreUnavailable, $"The online store in '{directory}' cannot be read: {cause.Message}", cause);

    internal static FeatureStoreException Closed(string directory) => new(
        FeatureStoreErrorCode.OnlineStoreUnavailable, $"The online store in '{directory}' is closed: the process is stopping.");

    internal static FeatureStoreException UnknownFormat(string path) => new(
        FeatureStoreErrorCode.CorruptData,
        $"'{path}' is no online segment of format 1. Start the build that wrote it, or move the file out of the folder if it does not belong there.");

    internal static FeatureStoreException Damaged(string path, long offset) => new(
        FeatureStoreErrorCode.CorruptData,
        $"'{path}' is damaged at byte '{offset}': a record there is not as it was written, and rows that were written later follow it. "
        + "Restore the file, or move the whole folder away and rebuild the online store from the event log.");
}
