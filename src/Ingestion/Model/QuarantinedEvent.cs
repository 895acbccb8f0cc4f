using Catalog.Core.Values;

namespace Ingestion.Model;

/// <summary>One refused record with its reasons, its bytes and its position.</summary>
public sealed record QuarantinedEvent
{
    /// <summary>Number in the quarantine; rises in the order of arrival. 0 before it is stored.</summary>
    public long Id { get; init; }

    /// <summary>Where it came from.</summary>
    public required QuarantineOrigin Origin { get; init; }

    /// <summary>Number of the record in its file or push, from 1, the header not counted; the offset of a record of a topic.</summary>
    public required long RecordNumber { get; init; }

    /// <summary>Line on which it begins, from 1; 1 for a record of a topic.</summary>
    public required long LineNumber { get; init; }

    /// <summary>Offset in the uncompressed bytes at which it begins; 0 for a record of a topic.</summary>
    public required long ByteOffset { get; init; }

    /// <summary>The raw bytes, without the line end; in a page only the first of a long record.</summary>
    public required ReadOnlyMemory<byte> Raw { get; init; }

    /// <summary>How many bytes the record has.</summary>
    public int RawLength
    {
        get => field > 0 ? field : Raw.Length;
        init;
    }

    /// <summary>Whether <see cref="Raw"/> is all of it.</summary>
    public bool IsWhole => RawLength == Raw.Length;

    /// <summary>All rules of severity error that it breaks; at least one.</summary>
    public required IReadOnlyList<Violation> Violations { get; init; }

    /// <summary>When it was refused.</summary>
    public required Instant ArrivalTime { get; init; }

    /// <summary>Its event time; null when that cannot be read.</summary>
    public Instant? EventTime { get; init; }

    /// <summary>The contract it was checked against; null when the source has none.</summary>
    public string? Contract { get; init; }

    /// <summary>Version of that contract; null when the source has none.</summary>
    public string? ContractVersion { get; init; }

    /// <summary>The run that refused it last.</summary>
    public required Guid RunId { get; init; }

    /// <summary>Whether it still waits.</summary>
    public QuarantineState State { get; init; }

    /// <summary>When it was replayed or dismissed; null while it waits.</summary>
    public Instant? ResolvedAt { get; init; }

    /// <summary>Who replayed or dismissed it; null while it waits or when nobody is known.</summary>
    public string? ResolvedBy { get; init; }
}

/// <summary>Whether a refused event still waits.</summary>
public enum QuarantineState
{
    /// <summary>It waits for somebody to replay or dismiss it.</summary>
    Open,

    /// <summary>It passed the checks later and is in the event log.</summary>
    Replayed,

    /// <summary>Somebody decided that it is not wanted. It is kept.</summary>
    Dismissed,
}
