using System.Globalization;
using System.Text;
using System.Text.Unicode;
using FieldType = Google.Protobuf.Reflection.FieldDescriptorProto.Type;

namespace Ingestion.Kafka.Payloads.Protobuf;

/// <summary>Writes values of fields that are no messages.</summary>
internal static class ScalarWriter
{
    /// <summary>Writes the value that stands in a part.</summary>
    internal static void Write(ReadOnlySpan<byte> payload, WirePart part, MessageField field, PayloadJson json)
    {
        switch (field.Type)
        {
            case FieldType.TypeString:
                json.WriteText(part.In(payload));
                break;
            case FieldType.TypeBytes:
                json.Writer.WriteBase64StringValue(part.In(payload));
                break;
            default:
                var bytes = new WireBytes(payload, part);
                WriteNumber(ref bytes, field, json);
                break;
        }
    }

    /// <summary>Reads and writes one number, boolean or enum.</summary>
    internal static void WriteNumber(ref WireBytes bytes, MessageField field, PayloadJson json)
    {
        switch (field.Type)
        {
            case FieldType.TypeDouble:
                json.WriteDouble(BitConverter.UInt64BitsToDouble(bytes.ReadFixed64()));
                break;
            case FieldType.TypeFloat:
                json.WriteFloat(BitConverter.UInt32BitsToSingle(bytes.ReadFixed32()));
                break;
            case FieldType.TypeUint64 or FieldType.TypeFixed64:
                json.Writer.WriteNumberValue(field.Type == FieldType.TypeUint64 ? bytes.ReadVarint() : bytes.ReadFixed64());
                break;
            case FieldType.TypeBool:
                json.Writer.WriteBooleanValue(bytes.ReadVarint() != 0);
                break;
            case FieldType.TypeEnum:
                WriteSymbol((int)bytes.ReadVarint(), field, json);
                break;
            default:
                json.Writer.WriteNumberValue(ReadInteger(ref bytes, field));
                break;
        }
    }

    /// <summary>What a field without presence has that was not written.</summary>
    internal static void WriteDefault(MessageField field, PayloadJson json)
    {
        switch (field.Type)
        {
            case FieldType.TypeString or FieldType.TypeBytes:
                json.Writer.WriteStringValue(string.Empty);
                break;
            case FieldType.TypeBool:
                json.Writer.WriteBooleanValue(false);
                break;
            case FieldType.TypeEnum:
                WriteSymbol(0, field, json);
                break;
            default:
                json.Writer.WriteNumberValue(0);
                break;
        }
    }

    /// <summary>A whole number of at most 64 bits with a sign. Numbers that are too long for their type lose their highest bits, as in every reader of the format.</summary>
    internal static long ReadInteger(ref WireBytes bytes, MessageField field) => field.Type switch
    {
        FieldType.TypeInt32 => (int)bytes.ReadVarint(),
        FieldType.TypeUint32 => (uint)bytes.ReadVarint(),
        FieldType.TypeSint32 => (int)WireBytes.Unfold((uint)bytes.ReadVarint()),
        FieldType.TypeSint64 => bytes.ReadSigned(),
        FieldType.TypeFixed32 => bytes.ReadFixed32(),
        FieldType.TypeSfixed32 => (int)bytes.ReadFixed32(),
        FieldType.TypeSfixed64 => (long)bytes.ReadFixed64(),
        _ => (long)bytes.ReadVarint(),
    };

    /// <summary>The key of an entry of a map as the name of a property.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="parts">Where it stands.</param>
    /// <param name="field">The key.</param>
    internal static string KeyOf(ReadOnlySpan<byte> payload, FieldParts parts, MessageField field)
    {
        if (field.Type == FieldType.TypeString)
        {
            var text = parts.IsThere ? parts.Last.In(payload) : [];
            return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : throw new PayloadException("a text in it is not UTF-8");
        }

        if (!parts.IsThere)
        {
            return field.Type == FieldType.TypeBool ? "false" : "0";
        }

        var bytes = new WireBytes(payload, parts.Last);
        return field.Type switch
        {
            FieldType.TypeBool => bytes.ReadVarint() != 0 ? "true" : "false",
            FieldType.TypeUint64 => bytes.ReadVarint().ToString(CultureInfo.InvariantCulture),
            FieldType.TypeFixed64 => bytes.ReadFixed64().ToString(CultureInfo.InvariantCulture),
            _ => ReadInteger(ref bytes, field).ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <summary>A number without a symbol, which a newer schema may have, stays a number.</summary>
    private static void WriteSymbol(int number, MessageField field, PayloadJson json)
    {
        if (field.Symbols is { } symbols && symbols.TryGetValue(number, out var symbol))
        {
            json.Writer.WriteStringValue(symbol);
        }
        else
        {
            json.Writer.WriteNumberValue(number);
        }
    }
}
