using System.Text.Json;

namespace Ingestion.Postgres.Snapshots;

/// <summary>
/// How far a table was read. It becomes durable in one write with the events, and the server is told no more than <see cref="Confirmed"/>. JSON, because people look at it when something went wrong.
/// </summary>
internal sealed record CapturePosition
{
    /// <summary>Number of the database system, so that another server is not taken for this one.</summary>
    public required string System { get; init; }

    /// <summary>The parts of the snapshot, in the order of the key; none once the changes that happened meanwhile have been read.</summary>
    public IReadOnlyList<SnapshotPart> Parts { get; init; } = [];

    /// <summary>Key of the last row of the snapshot that was read; null before the first.</summary>
    public IReadOnlyList<string>? After { get; init; }

    /// <summary>Rows of the snapshot that were read.</summary>
    public long Rows { get; init; }

    /// <summary>Whether all rows of the snapshot were read, or none had to be.</summary>
    public bool IsStreaming { get; init; }

    /// <summary>Where the transaction commits whose changes were read last.</summary>
    public ulong Commit { get; init; }

    /// <summary>Records of that transaction that were read.</summary>
    public long Ordinal { get; init; }

    /// <summary>Everything that was committed before it was read, so that the server need not keep it.</summary>
    public ulong Confirmed { get; init; }

    internal string Encode() => JsonSerializer.Serialize(this, CapturePositionJson.Default.CapturePosition);

    /// <exception cref="IngestionException">The text is no position.</exception>
    internal static CapturePosition Decode(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, CapturePositionJson.Default.CapturePosition) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException error)
        {
            throw new IngestionException(IngestionErrorCode.CorruptLog, $"The position of a captured table cannot be read: {error.Message}", error);
        }
    }
}

/// <summary>A part of a snapshot: rows that were read in one transaction. A crash ends a part, and the next one begins behind its last row.</summary>
/// <param name="Snapshot">What the transaction saw.</param>
/// <param name="Until">A place in the server's log: what was committed behind it was not seen.</param>
/// <param name="From">The key behind which its rows begin; null for the first.</param>
internal sealed record SnapshotPart(string Snapshot, ulong Until, IReadOnlyList<string>? From);
