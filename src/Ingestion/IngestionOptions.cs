using System.ComponentModel.DataAnnotations;

namespace Ingestion;

/// <summary>Settings of ingestion, section <c>Ingestion</c>.</summary>
public sealed class IngestionOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Ingestion";

    /// <summary>
    /// Folder in which uploaded files wait until they are ingested; made when it does not exist. Files of no job are deleted from it at start. Default: <c>spool</c> in
    /// <c>Catalog:DataDirectory</c>.
    /// </summary>
    public string SpoolDirectory { get; set; } = string.Empty;

    /// <summary>Records that are checked and written together, 1 to 100,000. A larger batch is faster and takes more memory; after a crash at most one batch is checked again. Default: 5,000.</summary>
    [Range(1, 100_000)]
    public int BatchRecords { get; set; } = 5_000;

    /// <summary>Raw bytes after which a batch is written although it has fewer than <see cref="BatchRecords"/> records, 4 KiB to 1 GiB. Default: 8 MiB.</summary>
    [Range(4_096, 1_073_741_824)]
    public int BatchBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>Longest record of a file or a push in bytes, 1 KiB to 256 MiB; a longer one is quarantined as malformed. Default: 4 MiB.</summary>
    [Range(1_024, 268_435_456)]
    public int MaxRecordBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Files and replays that run at the same time, 1 to 64; those of one source run one after the other. Default: 2.</summary>
    [Range(1, 64)]
    public int MaxConcurrentJobs { get; set; } = 2;

    /// <summary>
    /// Partitions of the new topic of a source with a <c>key</c>, 1 to 1,024: so many processes can write its views at the same time. A source without a key has one. Default: 1.
    /// </summary>
    [Range(1, 1_024)]
    public int Partitions { get; set; } = 1;

    /// <summary>Partitions of the new topic of a source.</summary>
    internal int PartitionsOf(Model.Source? source) => source is { Key.Count: > 0 } ? Partitions : 1;

    /// <summary>How long one value may be matched against a pattern with lookaround or back references, 1 ms to 1 min; then the event is quarantined and the check counts as an error. Other patterns take time in proportion to the text. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan PatternTimeout { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Largest body of a push in bytes after decompression, 1 KiB to 16 GiB. Default: 256 MiB.</summary>
    [Range(1_024L, 17_179_869_184L)]
    public long MaxPushBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>
    /// Events that a writer of a view may be behind the log before pushes to its source are answered with 429, 1 to 10^12. Files are always taken. A view whose writer fails, or
    /// that is filled for the first time, does not count. Default: 1,000,000.
    /// </summary>
    [Range(1L, 1_000_000_000_000L)]
    public long MaxLagEvents { get; set; } = 1_000_000;

    /// <summary>How long a pushing client is told to wait when the writers are too far behind, 1 s to 1 h. Default: 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Pushes to one source within this time are shown as one run, 1 min to 1 d. Default: 1 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan PushWindow { get; set; } = TimeSpan.FromHours(1);

    /// <summary>A run of pushes ends when none came for this time, 1 s to 1 d. Default: 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PushIdle { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long the log must be quiet before the newest events are written to an offline file that is not full yet, 10 ms to 1 h. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan IdleFlush { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often a view writer that has nothing to write asks whether the online store still has what it was given, 100 ms to 1 h; one that was emptied is then filled again. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan OnlineCheck { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A view that is at least this many events behind the log catches up in a run of its own, which ends as soon as everything is written; fewer are collected into a run of
    /// <see cref="MaterializationWindow"/>. 1 to 10^9. Default: 10,000.
    /// </summary>
    [Range(1, 1_000_000_000)]
    public int CatchUpEvents { get; set; } = 10_000;

    /// <summary>What is written to a view within this time is shown as one run, 1 s to 1 d. Default: 1 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaterializationWindow { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// A run of a view ends when no event came for this time, 10 ms to 1 d. It doubles with each run that follows the one before within <see cref="MaterializationWindow"/>, so that
    /// single events now and then do not make a run each. Default: 1 min.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan MaterializationIdle { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often changed definitions are looked for, 10 ms to 1 min. Default: 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan DefinitionsPoll { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest pause before the writer of a view, or a job that cannot reach a store or the log, tries again after a failure, 10 ms to 1 h. Pauses begin at 1 % of it and double. Default: 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan MaxRetryPause { get; set; } = TimeSpan.FromSeconds(30);
}
