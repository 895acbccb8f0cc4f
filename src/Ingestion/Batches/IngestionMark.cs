using System.Text.Json;

namespace Ingestion.Batches;

/// <summary>
/// How far a producer is and what it counted: stored in the event log in one write with the events, so that after a crash it goes on without a repeat or a gap
/// and still knows its figures. JSON, because people look at it when something went wrong.
/// </summary>
internal sealed record IngestionMark
{
    /// <summary>The run that did the work.</summary>
    public required Guid RunId { get; init; }

    /// <summary>The last record that is dealt with; 0 before the first. For a replay the number of the quarantined event; for a topic the offset, one before the first at the beginning; for a captured table a running number.</summary>
    public long LastRecord { get; init; }

    /// <summary>Figures up to that record; for a topic or a captured table those of the run.</summary>
    public IngestionTally Tally { get; init; } = new();

    /// <summary>Time spent so far, interruptions not counted.</summary>
    public long ElapsedMilliseconds { get; init; }

    /// <summary>Whether all records are dealt with.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Largest resident memory, set with the last mark.</summary>
    public long PeakMemoryBytes { get; init; }

    /// <summary>SHA-256 of a pushed body and its targets in hexadecimal, so that another body under the same key is told from a repeated one; empty for other producers.</summary>
    public string BodyHash { get; init; } = string.Empty;

    /// <summary>For a topic: offsets that the brokers did not keep until they were read.</summary>
    public long Missed { get; init; }

    /// <summary>For a captured table: where its changes have been read to, as the reader of the database writes it; empty for others.</summary>
    public string Position { get; init; } = string.Empty;

    /// <summary>For a replay: numbers of the quarantined events that the last batch appended.</summary>
    public IReadOnlyList<long> Replayed { get; init; } = [];

    internal ReadOnlyMemory<byte> Encode() => JsonSerializer.SerializeToUtf8Bytes(this, IngestionMarkJson.Default.IngestionMark);

    /// <exception cref="IngestionException">The bytes are no mark.</exception>
    internal static IngestionMark Decode(ReadOnlyMemory<byte> mark, string producer)
    {
        try
        {
            return JsonSerializer.Deserialize(mark.Span, IngestionMarkJson.Default.IngestionMark)
                ?? throw new JsonException("It is empty.");
        }
        catch (JsonException error)
        {
            throw new IngestionException(
                IngestionErrorCode.CorruptLog, $"The mark of producer '{producer}' in the event log cannot be read: {error.Message}", error);
        }
    }
}
