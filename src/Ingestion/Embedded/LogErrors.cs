namespace Ingestion.Embedded;

/// <summary>What can go wrong with the files of the embedded log, in one place.</summary>
internal static class LogErrors
{
    public static IngestionException Corrupt(string file, long position, string detail) => new(
        IngestionErrorCode.CorruptLog,
        $"The event log is damaged: file \"{file}\" at byte {position}: {detail}. Restore the file from a copy; events that were already consumed stay in the stores.");

    public static IngestionException DirectoryInUse(string directory, string? holder) => new(
        IngestionErrorCode.EventLogUnavailable,
        $"Another process uses the event log in \"{directory}\"{(holder is null ? string.Empty : $" (process {holder})")}. End it, or give this one a folder of its own in "
            + $"{EmbeddedEventLogOptions.Section}:{nameof(EmbeddedEventLogOptions.Directory)}.");

    public static IngestionException Unavailable(string attempt, string path, Exception cause) => new(
        IngestionErrorCode.EventLogUnavailable, $"The event log could not {attempt} \"{path}\": {cause.Message}", cause);

    public static IngestionException FlushFailed(string path, Exception cause) => new(
        IngestionErrorCode.EventLogUnavailable,
        $"The disk did not confirm an append to \"{path}\": {cause.Message} What is on the disk is unknown until the log is opened again, so the topic takes no more events: "
            + "check the disk and restart.",
        cause);
}
