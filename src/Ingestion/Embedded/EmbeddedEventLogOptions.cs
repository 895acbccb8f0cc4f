namespace Ingestion.Embedded;

/// <summary>Settings of the embedded event log, bound from <c>Ingestion:EventLog:Embedded</c>. Read once, at start.</summary>
public sealed class EmbeddedEventLogOptions
{
    /// <summary>The configuration section that is bound.</summary>
    public const string Section = "Ingestion:EventLog:Embedded";

    /// <summary>
    /// Folder of the log; one folder a topic is made in it. Only one process at a time may use it. Default: <c>eventlog</c> under <c>Catalog:DataDirectory</c>.
    /// </summary>
    public string Directory { get; set; } = string.Empty;

    /// <summary>
    /// Bytes after which a segment file is closed and the next one begun. Default 64 MiB, range 4 KiB to 1 GiB. A start reads the newest segment of a topic in full,
    /// so larger segments make it slower. A batch larger than this gets a segment of its own.
    /// </summary>
    public int SegmentBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Whether an append waits until the disk has it. Default true. With false an append survives a crash of the process but not of the machine: it is for tests and
    /// throwaway loads.
    /// </summary>
    public bool Fsync { get; set; } = true;

    /// <summary>
    /// Largest batch that is taken, in encoded bytes (keys, payloads, and up to 10 bytes an event); a larger one is refused with <c>too-large</c>. Default 64 MiB,
    /// range 64 KiB to 512 MiB. Up to 64 batches wait in memory at a time for each topic.
    /// </summary>
    public int MaxBatchBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// Bytes of events after which one read ends before it has the asked number of records, so that large events do not fill the memory. Default 16 MiB, range 64 KiB to
    /// 512 MiB. A single larger event is returned alone.
    /// </summary>
    public int MaxReadBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// How many producers named <c>push:...</c> are remembered for each topic; the mark of the one that wrote longest ago is forgotten first, so an idempotency key is known
    /// for at least so many later keys. Default 100,000, range 1 to 10,000,000. All other producers are remembered for ever.
    /// </summary>
    public int MaxPushProducers { get; set; } = 100_000;
}
