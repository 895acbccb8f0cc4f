namespace Ingestion.Ports;

/// <summary>One record of a feed: of a topic, or a change of a table that is captured.</summary>
/// <param name="Offset">Its number: the offset in a topic, a running number from 1 of a table's changes.</param>
/// <param name="Key">Its key; null when it has none.</param>
/// <param name="Value">Its payload; null for a tombstone.</param>
/// <param name="Headers">Its headers, in order; a name may come several times.</param>
public sealed record FeedRecord(long Offset, ReadOnlyMemory<byte>? Key, ReadOnlyMemory<byte>? Value, IReadOnlyList<FeedHeader> Headers)
{
    /// <summary>Whether it comes out of the quarantine, which keeps no key.</summary>
    public bool IsReplayed { get; init; }
}

/// <summary>A header of a record.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value; null when it has none.</param>
public readonly record struct FeedHeader(string Name, ReadOnlyMemory<byte>? Value);
