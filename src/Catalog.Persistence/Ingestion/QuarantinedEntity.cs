using Catalog.Core.Values;
using Ingestion.Model;

namespace Catalog.Persistence.Ingestion;

/// <summary>A refused record.</summary>
internal sealed class QuarantinedEntity
{
    public long Id { get; init; }

    public required long OriginId { get; init; }

    public required string Source { get; init; }

    public required long RecordNumber { get; init; }

    public required long LineNumber { get; init; }

    public required long ByteOffset { get; init; }

    public required byte[] Raw { get; init; }

    /// <summary>The first 1,000 characters in lower case, for searching.</summary>
    public required string Text { get; init; }

    /// <summary>All violations as JSON.</summary>
    public required string Violations { get; set; }

    public required Instant ArrivalTime { get; init; }

    public Instant? EventTime { get; init; }

    /// <summary>UTC day of the arrival in days since 1970, to be counted by.</summary>
    public required int ArrivalDay { get; init; }

    /// <summary>UTC day of the event time, else of the arrival, in days since 1970.</summary>
    public required int EventDay { get; init; }

    public string? Contract { get; set; }

    public string? ContractVersion { get; set; }

    public required Guid RunId { get; set; }

    public required QuarantineState State { get; set; }

    public Instant? ResolvedAt { get; set; }

    public string? ResolvedBy { get; set; }
}
