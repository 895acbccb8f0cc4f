using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Catalog.Core.Values;

namespace FeatureStore.Rows;

/// <summary>
/// Writes values in the compact binary form shared by online rows and log records, little-endian. A value is a type byte
/// (0 null, 1 to 8 as <see cref="ScalarType"/>, plus 16 for a list) and its body: bool 1 byte; int32 and float 4; int64, double and
/// timestamp 8; string and bytes a variable-length count (7 bits a byte) and the bytes; a list a count and its values.
/// </summary>
public readonly ref struct ValueWriter(IBufferWriter<byte> destination)
{
    internal const byte ListFlag = 16;

    /// <summary>Writes one byte.</summary>
    public void WriteByte(byte value)
    {
        destination.GetSpan(1)[0] = value;
        destination.Advance(1);
    }

    /// <summary>Writes eight bytes.</summary>
    public void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(destination.GetSpan(8), value);
        destination.Advance(8);
    }

    /// <summary>Writes a count, 7 bits a byte, lowest first.</summary>
    public void WriteCount(int count)
    {
        var rest = (uint)count;
        for (; rest >= 0x80; rest >>= 7)
        {
            WriteByte((byte)(rest | 0x80));
        }

        WriteByte((byte)rest);
    }

    /// <summary>Writes a count and the bytes.</summary>
    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteCount(bytes.Length);
        destination.Write(bytes);
    }

    /// <summary>Writes a count of bytes and the UTF-8 text.</summary>
    public void WriteText(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteCount(length);
        Encoding.UTF8.GetBytes(text, destination.GetSpan(Math.Max(length, 1)));
        destination.Advance(length);
    }

    /// <summary>Writes a value with its type.</summary>
    public void WriteValue(Value value)
    {
        WriteByte((byte)((byte)value.Type.Element | (value.Type.IsList ? ListFlag : 0)));
        if (value.Type.IsList)
        {
            var items = value.AsList();
            WriteCount(items.Length);
            foreach (var item in items)
            {
                WriteValue(item);
            }

            return;
        }

        switch (value.Type.Element)
        {
            case ScalarType.Invalid:
                break;
            case ScalarType.Bool:
                WriteByte(value.AsBool() ? (byte)1 : (byte)0);
                break;
            case ScalarType.Int32:
            case ScalarType.Float:
                BinaryPrimitives.WriteInt32LittleEndian(destination.GetSpan(4), value.Bits32);
                destination.Advance(4);
                break;
            case ScalarType.String:
                WriteText(value.AsString());
                break;
            case ScalarType.Bytes:
                WriteBytes(value.AsBytes());
                break;
            default:
                WriteInt64(value.Bits64);
                break;
        }
    }
}
