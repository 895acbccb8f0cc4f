using System.Buffers.Binary;
using Catalog.Core.Values;
using Microsoft.Win32.SafeHandles;

namespace Catalog.Core.Arrow;

/// <summary>
/// Reads a file in the Arrow IPC streaming format that somebody else wrote, some rows at a time: a batch may be of any size, and no more of it is held than these rows. What does not fit together is told,
/// and nothing outside a batch is read. Reads block. Not thread-safe.
/// </summary>
public sealed class ArrowReader : IDisposable
{
    /// <summary>The most rows that are read at once.</summary>
    public const int MostRows = 2_048;

    private const byte SchemaHeader = 1;
    private const byte DictionaryHeader = 2;
    private const byte BatchHeader = 3;
    private const int MostMetadataBytes = 16 << 20;
    private const int MostDictionaryBytes = 64 << 20;
    private const int MostWords = 4 << 20;

    private readonly SafeFileHandle _file;
    private readonly long _length;
    private readonly List<(string Name, ArrowLayout Layout)> _columns;
    private readonly Dictionary<long, ArrowLayout> _dictionaries;
    private readonly Dictionary<long, Value[]> _words = [];
    private long _position;
    private ArrowInputBatch? _batch;
    private long _nextRow;

    private ArrowReader(SafeFileHandle file)
    {
        (_file, _length) = (file, RandomAccess.GetLength(file));
        var (kind, header, _) = ReadMessage() ?? throw new InvalidDataException("It is empty: an Arrow stream begins with a schema.");
        if (kind != SchemaHeader)
        {
            throw new InvalidDataException("It does not begin with a schema.");
        }

        (_columns, _dictionaries, var metadata) = ArrowSchemaReader.Read(header);
        if (_columns.TrueForAll(static column => column.Layout.Encoding == ArrowEncoding.Nulls))
        {
            throw new InvalidDataException("It has no column with values."); // Rows of nothing would have no end that bytes set.
        }

        Metadata = metadata;
        Fields = [.. _columns.Select(static column => new ArrowInputField(column.Name, column.Layout.Type, column.Layout.Encoding is ArrowEncoding.Dates or ArrowEncoding.Timestamps))];
    }

    /// <summary>The columns.</summary>
    public IReadOnlyList<ArrowInputField> Fields { get; }

    /// <summary>What the writer noted beside the columns.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and reads the schema.</summary>
    /// <param name="path">The file; it stays open until the reader is disposed of.</param>
    /// <exception cref="InvalidDataException">It is no such stream, or has a column that cannot be read.</exception>
    public static ArrowReader Open(string path)
    {
        var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
        try
        {
            return new ArrowReader(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next rows.</summary>
    /// <param name="columns">For each column room for <see cref="MostRows"/> values.</param>
    /// <returns>How many rows there are; 0 at the end.</returns>
    /// <exception cref="InvalidDataException">The stream is damaged or has a value that cannot be read; the message says where.</exception>
    public int Read(Value[][] columns)
    {
        while (_batch is null || _nextRow == _batch.RowCount)
        {
            if (!NextBatch())
            {
                return 0;
            }
        }

        var count = (int)Math.Min(MostRows, _batch.RowCount - _nextRow);
        for (var i = 0; i < _columns.Count; i++)
        {
            try
            {
                _batch.Read(i, _nextRow, columns[i].AsSpan(0, count));
            }
            catch (Exception exception) when (exception is InvalidDataException or OverflowException)
            {
                throw new InvalidDataException($"Its column '{_columns[i].Name}' cannot be read: {exception.Message}", exception);
            }
        }

        _nextRow += count;
        return count;
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private bool NextBatch()
    {
        while (ReadMessage() is { } message)
        {
            switch (message.Kind)
            {
                case BatchHeader:
                    _batch = new ArrowInputBatch([.. _columns.Select(static column => column.Layout)], message.Header, message.Body, _words);
                    _nextRow = 0;
                    return true;
                case DictionaryHeader:
                    ReadDictionary(message.Header, message.Body);
                    break;
                default:
                    throw new InvalidDataException($"It has a message of an unexpected kind ({message.Kind}) behind its schema.");
            }
        }

        return false;
    }

    private void ReadDictionary(FlatBufferTable header, ArrowBody body)
    {
        var id = header.Int64(0);
        if (!_dictionaries.TryGetValue(id, out var layout) || header.Table(1) is not { } data)
        {
            throw new InvalidDataException($"It has a dictionary {id} that no column refers to.");
        }

        if (body.Length > MostDictionaryBytes)
        {
            throw new InvalidDataException($"Its dictionary {id} has {body.Length} bytes; it may have {MostDictionaryBytes}. Write the column without a dictionary.");
        }

        var batch = new ArrowInputBatch([layout], data, body, _words);
        var before = header.Byte(2) != 0 ? _words.GetValueOrDefault(id, []) : []; // A dictionary that is a delta goes on where the one before ended.
        if (batch.RowCount > MostWords - before.Length)
        {
            throw new InvalidDataException($"Its dictionary {id} has {batch.RowCount} values more; it may have {MostWords} in all. Write the column without a dictionary.");
        }

        var words = new Value[before.Length + batch.RowCount];
        before.CopyTo(words, 0);
        batch.Read(0, 0, words.AsSpan(before.Length));
        _words[id] = words;
    }

    /// <summary>The next message; null at the end, which has a mark, though a writer may leave it out.</summary>
    private (byte Kind, FlatBufferTable Header, ArrowBody Body)? ReadMessage()
    {
        if (_position == _length)
        {
            return null;
        }

        var length = ReadInt32();
        length = length == -1 ? ReadInt32() : length; // Streams of before version 0.15 have no such mark.
        if (length == 0)
        {
            _position = _length;
            return null;
        }

        if (length < 0 || length > MostMetadataBytes)
        {
            throw new InvalidDataException($"It is no Arrow stream, or damaged: at byte {_position} a message of {length} bytes would begin.");
        }

        var metadata = new byte[length];
        ReadExactly(metadata);
        var message = FlatBufferTable.Root(metadata);
        var body = message.Int64(3);
        if (body < 0 || body > _length - _position)
        {
            throw new InvalidDataException($"It is cut off: a message has {body} bytes behind byte {_position}, and there are {_length - _position}.");
        }

        var at = _position;
        _position += body;
        return (message.Byte(1), message.Table(2) ?? throw new InvalidDataException("It has a message without a header."), new ArrowBody(_file, at, body));
    }

    private int ReadInt32()
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        ReadExactly(bytes);
        return BinaryPrimitives.ReadInt32LittleEndian(bytes);
    }

    private void ReadExactly(Span<byte> bytes)
    {
        for (var read = 0; read < bytes.Length;)
        {
            var count = RandomAccess.Read(_file, bytes[read..], _position);
            if (count == 0)
            {
                throw new InvalidDataException($"It is cut off at byte {_position}.");
            }

            (read, _position) = (read + count, _position + count);
        }
    }
}
