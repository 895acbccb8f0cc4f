using System.Buffers.Binary;

namespace Catalog.Core.Arrow;

/// <summary>
/// The messages of a stream, as Arrow's <c>Message.fbs</c> and <c>Schema.fbs</c> define them, each behind the marks that frame it. The numbers of slots, of members of unions and
/// of enumerations are those of these files.
/// </summary>
internal static class ArrowMessage
{
    private const int Alignment = 8;
    private const int FrameBytes = 8;
    private const short Version5 = 4;
    private const byte SchemaHeader = 1;
    private const byte BatchHeader = 3;

    private static readonly ArrowField ElementField = new("element", new ArrowType(ArrowKind.Bool));

    /// <summary>Bytes from <paramref name="length"/> up to the next one that is aligned.</summary>
    internal static int PaddingOf(int length) => -length & (Alignment - 1);

    /// <summary>A message without the marks that frame it.</summary>
    internal static ReadOnlyMemory<byte> Unframed(byte[] message) => message.AsMemory(FrameBytes);

    /// <summary>The first message of a stream.</summary>
    /// <param name="fields">The columns.</param>
    /// <param name="metadata">What is noted beside them.</param>
    internal static byte[] OfSchema(IReadOnlyList<ArrowField> fields, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var flat = new FlatBufferWriter();
        var notes = metadata is null ? 0 : flat.AddOffsets([.. metadata.Select(note => AddNote(flat, note.Key, note.Value))]);
        var list = flat.AddOffsets([.. fields.Select(field => AddField(flat, field))]);
        flat.BeginTable(slots: 4);
        flat.SetInt16(0, 0); // Little-endian, as every machine that runs .NET and DuckDB.
        flat.SetOffset(1, list);
        flat.SetOffset(2, notes);
        return Frame(flat, SchemaHeader, flat.EndTable(), bodyLength: 0);
    }

    /// <summary>The message of a batch, and the buffers of its body, each of which is to be padded.</summary>
    /// <exception cref="InvalidOperationException">The columns do not have equally many values.</exception>
    internal static (byte[] Message, IReadOnlyList<ReadOnlyMemory<byte>> Buffers) OfBatch(ArrowBatch batch)
    {
        var nodes = new List<(long Length, long Nulls)>();
        var buffers = new List<ReadOnlyMemory<byte>>();
        var rows = batch.RowCount;
        foreach (var column in batch.Columns)
        {
            if (column.Length != rows)
            {
                throw new InvalidOperationException($"The columns of an Arrow batch have {rows} and {column.Length} values; every row must add one to each.");
            }

            column.Collect(nodes, buffers);
        }

        var places = new List<(long Offset, long Length)>(buffers.Count);
        var length = 0L;
        foreach (var buffer in buffers)
        {
            places.Add((length, buffer.Length));
            length += buffer.Length + PaddingOf(buffer.Length);
        }

        var flat = new FlatBufferWriter();
        var buffersVector = flat.AddPairs(places);
        var nodesVector = flat.AddPairs(nodes);
        flat.BeginTable(slots: 5);
        flat.SetInt64(0, rows);
        flat.SetOffset(1, nodesVector);
        flat.SetOffset(2, buffersVector);
        return (Frame(flat, BatchHeader, flat.EndTable(), length), buffers);
    }

    private static byte[] Frame(FlatBufferWriter flat, byte headerKind, int header, long bodyLength)
    {
        flat.BeginTable(slots: 5);
        flat.SetInt64(3, bodyLength);
        flat.SetOffset(2, header);
        flat.SetInt16(0, Version5);
        flat.SetByte(1, headerKind);
        var metadata = flat.Finish(flat.EndTable());
        var length = metadata.Length + PaddingOf(metadata.Length);
        var framed = new byte[FrameBytes + length];
        BinaryPrimitives.WriteInt32LittleEndian(framed, -1);
        BinaryPrimitives.WriteInt32LittleEndian(framed.AsSpan(4), length);
        metadata.CopyTo(framed.AsSpan(FrameBytes));
        return framed;
    }

    private static int AddNote(FlatBufferWriter flat, string key, string value)
    {
        var (first, second) = (flat.AddText(key), flat.AddText(value));
        flat.BeginTable(slots: 2);
        flat.SetOffset(0, first);
        flat.SetOffset(1, second);
        return flat.EndTable();
    }

    private static int AddField(FlatBufferWriter flat, ArrowField field)
    {
        var children = flat.AddOffsets(field.Type.Element is { } element ? [AddField(flat, ElementField with { Type = element })] : []);
        var name = flat.AddText(field.Name);
        var (kind, type) = AddType(flat, field.Type);
        flat.BeginTable(slots: 7);
        flat.SetOffset(0, name);
        flat.SetOffset(3, type);
        flat.SetOffset(5, children);
        flat.SetByte(1, 1); // May be null.
        flat.SetByte(2, kind);
        return flat.EndTable();
    }

    private static (byte Kind, int Table) AddType(FlatBufferWriter flat, ArrowType type)
    {
        switch (type.Kind)
        {
            case ArrowKind.Float or ArrowKind.Double:
                flat.BeginTable(slots: 1);
                flat.SetInt16(0, type.Kind == ArrowKind.Float ? (short)1 : (short)2);
                return (3, flat.EndTable());
            case ArrowKind.Bytes:
                return (4, AddEmpty(flat));
            case ArrowKind.Text:
                return (5, AddEmpty(flat));
            case ArrowKind.Bool:
                return (6, AddEmpty(flat));
            case ArrowKind.Decimal:
                flat.BeginTable(slots: 3);
                flat.SetInt32(0, type.Precision);
                flat.SetInt32(1, type.Scale);
                flat.SetInt32(2, 8 * type.Width);
                return (7, flat.EndTable());
            case ArrowKind.Date:
                flat.BeginTable(slots: 1);
                flat.SetInt16(0, 0); // Days; milliseconds are the default.
                return (8, flat.EndTable());
            case ArrowKind.Timestamp:
                var zone = type.TimeZone is { } name ? flat.AddText(name) : 0;
                flat.BeginTable(slots: 2);
                flat.SetOffset(1, zone);
                flat.SetInt16(0, (short)type.Unit);
                return (10, flat.EndTable());
            case ArrowKind.List:
                return (12, AddEmpty(flat));
            default:
                flat.BeginTable(slots: 2);
                flat.SetInt32(0, 8 * type.Width);
                flat.SetByte(1, type.Kind <= ArrowKind.Int64 ? (byte)1 : (byte)0);
                return (2, flat.EndTable());
        }
    }

    private static int AddEmpty(FlatBufferWriter flat)
    {
        flat.BeginTable(slots: 0);
        return flat.EndTable();
    }
}
