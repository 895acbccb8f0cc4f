using Ingestion.Model;

namespace Ingestion.Ports;

/// <summary>
/// Tables of databases whose changes can be captured. Thread-safe. Methods throw <see cref="IngestionException"/> with <see cref="IngestionErrorCode.CaptureUnavailable"/> (the database is away or
/// refuses; table, publication, slot or a right is missing), <see cref="IngestionErrorCode.CaptureLost"/> (changes are missing) or <see cref="IngestionErrorCode.InvalidRequest"/> (there is no such connection).
/// </summary>
public interface IChangeCaptures
{
    /// <summary>Names of the connections that are configured, in order.</summary>
    IReadOnlyList<string> Connections { get; }

    /// <summary>Where the database of a connection is, without anything secret.</summary>
    CaptureAddress AddressOf(string connection);

    /// <summary>
    /// Opens the reader of a table. One reader works on a slot at a time, which the database sees to. Makes slot and publication where they are missing and it was never read.
    /// </summary>
    /// <param name="capture">The table.</param>
    /// <param name="begin">How far it was read.</param>
    /// <param name="cancellationToken">Cancels the opening; what was made stays.</param>
    Task<IChangeReader> OpenAsync(SourceCapture capture, CaptureBegin begin, CancellationToken cancellationToken);

    /// <summary>Drops the slot of a table that is not captured any more, and the publication of the same name; what is not there is no error.</summary>
    Task DropAsync(SourceCapture capture, CancellationToken cancellationToken);

    /// <summary>The slots of a database that <see cref="SourceCapture.Slot"/> gives by default, whether or not somebody reads them.</summary>
    Task<IReadOnlyList<CaptureSlot>> ListSlotsAsync(string connection, CancellationToken cancellationToken);
}

/// <summary>Reads the rows of a table and then its changes, in the order in which they were committed. Not thread-safe, but for <see cref="Figures"/>.</summary>
public interface IChangeReader : IAsyncDisposable
{
    /// <summary>How far it is.</summary>
    CaptureFigures Figures { get; }

    /// <summary>The next records. None when none came for a while.</summary>
    /// <param name="maxRecords">Records at most.</param>
    /// <param name="maxBytes">Bytes of payloads after which no further record is taken.</param>
    /// <param name="patience">How long to wait for the first one.</param>
    /// <param name="cancellationToken">Cancels the wait; no record is passed over.</param>
    /// <exception cref="IngestionException">As for <see cref="IChangeCaptures"/>. The reader is of no more use.</exception>
    Task<CaptureBatch> ReadAsync(int maxRecords, int maxBytes, TimeSpan patience, CancellationToken cancellationToken);

    /// <summary>Everything up to a position is durable, so that the database need not keep it any more.</summary>
    void Confirm(string position);
}

/// <summary>Where a database is.</summary>
/// <param name="Host">Host and port, <c>host:port</c>.</param>
/// <param name="Database">Its name.</param>
public readonly record struct CaptureAddress(string Host, string Database);

/// <summary>How far a table was read.</summary>
/// <param name="Position">The last position that is durable; empty when it was never read.</param>
/// <param name="Next">Number of the next record, from 1.</param>
/// <param name="Columns">Names of the columns that are read.</param>
public sealed record CaptureBegin(string Position, long Next, IReadOnlyList<string> Columns);

/// <summary>What a read gave.</summary>
/// <param name="Records">Records with running numbers.</param>
/// <param name="Position">Where the next read goes on, to be made durable with the records; null when there is nothing new that would have to be.</param>
/// <param name="IsBehind">Whether more is there to be read.</param>
public sealed record CaptureBatch(IReadOnlyList<FeedRecord> Records, string? Position, bool IsBehind);

/// <summary>A replication slot.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsActive">Whether somebody reads it.</param>
/// <param name="RetainedBytes">Bytes of the log that the server keeps for it; null when it lost them.</param>
public sealed record CaptureSlot(string Name, bool IsActive, long? RetainedBytes);

/// <summary>How far the reading of a table is.</summary>
public sealed record CaptureFigures
{
    /// <summary>Whether the rows that were there are still being read.</summary>
    public bool IsSnapshot { get; init; }

    /// <summary>Rows read so far in the snapshot.</summary>
    public long SnapshotRows { get; init; }

    /// <summary>Rows of the table as its statistics estimate them; null when they do not.</summary>
    public long? EstimatedRows { get; init; }

    /// <summary>The place in the server's log up to which everything is durable here, such as <c>0/16B3748</c>; null before the first.</summary>
    public string? Lsn { get; init; }

    /// <summary>Bytes of the server's log, of all its databases, that were written since.</summary>
    public long? LagBytes { get; init; }

    /// <summary>Bytes of its log that the server keeps for the slot.</summary>
    public long? RetainedBytes { get; init; }

    /// <summary>What the server says of the slot: <c>reserved</c>, <c>extended</c>, <c>unreserved</c> or <c>lost</c>.</summary>
    public string? SlotState { get; init; }

    /// <summary>When the last change that was read was committed.</summary>
    public Catalog.Core.Values.Instant? CommittedAt { get; init; }

    /// <summary>What an operator should know although nothing fails, such as large values that updates do not carry; null when nothing.</summary>
    public string? Warning { get; init; }
}
