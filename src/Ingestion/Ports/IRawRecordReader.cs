namespace Ingestion.Ports;

/// <summary>
/// Reads raw records (CSV lines, JSON lines) of one file in order, without converting anything. Made once a file; not thread-safe. Memory is bounded by the longest record
/// that is allowed, whatever the size of the file.
/// </summary>
public interface IRawRecordReader : IAsyncDisposable
{
    /// <summary>
    /// Names of the fields: the CSV header in file order, or the names that a reader of JSON lines was opened with.
    /// </summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.UnreadableFile"/> for a repeated or empty name, a damaged gzip or no header at all.</exception>
    ValueTask<IReadOnlyList<string>> ReadHeaderAsync(CancellationToken cancellationToken);

    /// <summary>Moves to the next record; false at the end of the file.</summary>
    ValueTask<bool> ReadAsync(CancellationToken cancellationToken);

    /// <summary>Number of the record from 1, the header not counted; counts damaged records too.</summary>
    long RecordNumber { get; }

    /// <summary>Line of the file from 1 on which the record begins.</summary>
    long LineNumber { get; }

    /// <summary>Offset in the uncompressed bytes at which the record begins.</summary>
    long ByteOffset { get; }

    /// <summary>Bytes of the file read so far (compressed bytes of a gzip file), for progress.</summary>
    long BytesConsumed { get; }

    /// <summary>The raw bytes of the record without its line end. Valid until the next read.</summary>
    ReadOnlyMemory<byte> Raw { get; }

    /// <summary>What is wrong with the record as a whole (invalid UTF-8, an open quote, too many or too few fields, no JSON object, too long); null when its fields can be read.</summary>
    string? Damage { get; }

    /// <summary>Names of the record's fields that nobody asked for, in no order, where the format lets each record have its own (JSON lines); else empty. Valid until the next read.</summary>
    IReadOnlyCollection<string> Others => [];

    /// <summary>The record of a topic as it came; null for other kinds. Valid until the next read.</summary>
    FeedRecord? Received => null;

    /// <summary>The field of that index of the header. Valid until the next read.</summary>
    /// <returns>The unquoted UTF-8 bytes, and whether the field is absent or JSON null. Numbers and booleans of JSON are their literal text.</returns>
    RawField GetField(int index);
}

/// <summary>One raw field.</summary>
/// <param name="IsNull">Whether the field is absent or JSON null.</param>
/// <param name="Quoted">Whether it was quoted in CSV, or a string in JSON.</param>
/// <param name="Utf8">The unquoted bytes; a JSON array or object is its literal text.</param>
public readonly record struct RawField(bool IsNull, bool Quoted, ReadOnlyMemory<byte> Utf8);
