namespace Ingestion.Kafka.Payloads.Protobuf;

/// <summary>
/// Writes messages as JSON. A field may be written in any place and several times, so a message is first looked through and then written in the order of the schema: of single values the last one counts,
/// the pieces of a message are put together, lists go on.
/// </summary>
internal static class MessageDecoder
{
    /// <summary>Writes one message.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="pieces">Where the message stands in it.</param>
    /// <param name="type">What it is.</param>
    /// <param name="json">Receives it.</param>
    /// <param name="depth">How many messages, lists and maps it lies in.</param>
    /// <exception cref="PayloadException">The bytes are no such message.</exception>
    internal static void Write(ReadOnlySpan<byte> payload, in FieldParts pieces, MessageType type, PayloadJson json, int depth)
    {
        var fields = Find(payload, pieces, type, depth);
        switch (type.Shape)
        {
            case MessageShape.Single:
                WriteField(payload, fields[0], type.Fields[0], json, depth);
                break;
            case MessageShape.Any:
                WriteAny(payload, fields, type, json, Deeper(depth));
                break;
            case MessageShape.Timestamp:
                KnownMessages.WriteTimestamp(payload, fields, type, json);
                break;
            case MessageShape.Duration:
                KnownMessages.WriteDuration(payload, fields, type, json);
                break;
            case MessageShape.Decimal:
                KnownMessages.WriteDecimal(payload, fields, type, json);
                break;
            default:
                WriteObject(payload, fields, type, json, Deeper(depth));
                break;
        }
    }

    private static void WriteObject(ReadOnlySpan<byte> payload, FieldParts[] fields, MessageType type, PayloadJson json, int depth)
    {
        json.Writer.WriteStartObject();
        for (var i = 0; i < fields.Length; i++)
        {
            json.CheckLength();
            json.Writer.WritePropertyName(type.Fields[i].Name);
            WriteField(payload, fields[i], type.Fields[i], json, depth);
        }

        json.Writer.WriteEndObject();
    }

    /// <summary>Looks a message through.</summary>
    /// <returns>For each field of the schema where its values stand.</returns>
    private static FieldParts[] Find(ReadOnlySpan<byte> payload, in FieldParts pieces, MessageType type, int depth)
    {
        var fields = new FieldParts[type.Fields.Count];
        for (var i = 0; i < pieces.Count; i++)
        {
            var bytes = new WireBytes(payload, pieces[i]);
            while (!bytes.IsAtEnd)
            {
                var (number, wire) = bytes.ReadTag();
                var part = bytes.ReadValue(number, wire, depth);
                if (type.IndexOf(number) is var index and >= 0 && type.Fields[index] is var field && field.Takes(wire))
                {
                    ClearOthers(fields, type, index);
                    fields[index].Add(part, field.KeepsAll);
                }
            }
        }

        return fields;
    }

    private static void ClearOthers(FieldParts[] fields, MessageType type, int index)
    {
        if (type.Fields[index].OneOf is not { } group)
        {
            return;
        }

        for (var i = 0; i < fields.Length; i++)
        {
            if (i != index && type.Fields[i].OneOf == group)
            {
                fields[i].Clear();
            }
        }
    }

    private static void WriteField(ReadOnlySpan<byte> payload, in FieldParts parts, MessageField field, PayloadJson json, int depth)
    {
        if (field.Message is { IsMapEntry: true } entry)
        {
            WriteMap(payload, parts, entry, json, Deeper(depth));
        }
        else if (field.IsRepeated)
        {
            WriteList(payload, parts, field, json, Deeper(depth));
        }
        else if (parts.IsThere)
        {
            WriteValue(payload, parts, field, json, depth);
        }
        else if (field.IsRequired)
        {
            throw new PayloadException($"it lacks the required field '{field.Name}'");
        }
        else if (field.HasPresence)
        {
            json.Writer.WriteNullValue();
        }
        else
        {
            ScalarWriter.WriteDefault(field, json);
        }
    }

    private static void WriteValue(ReadOnlySpan<byte> payload, in FieldParts parts, MessageField field, PayloadJson json, int depth)
    {
        if (field.Message is { } message)
        {
            Write(payload, parts, message, json, depth);
        }
        else
        {
            ScalarWriter.Write(payload, parts.Last, field, json);
        }
    }

    private static void WriteList(ReadOnlySpan<byte> payload, in FieldParts parts, MessageField field, PayloadJson json, int depth)
    {
        json.Writer.WriteStartArray();
        for (var i = 0; i < parts.Count; i++)
        {
            json.CheckLength();
            var part = parts[i];
            if (!field.IsPacked(part.Type))
            {
                WriteValue(payload, FieldParts.Of(part), field, json, depth);
                continue;
            }

            var bytes = new WireBytes(payload, part);
            while (!bytes.IsAtEnd)
            {
                json.CheckLength();
                ScalarWriter.WriteNumber(ref bytes, field, json);
            }
        }

        json.Writer.WriteEndArray();
    }

    private static void WriteMap(ReadOnlySpan<byte> payload, in FieldParts parts, MessageType entry, PayloadJson json, int depth)
    {
        var (key, value) = (entry.IndexOf(1), entry.IndexOf(2));
        var last = new OrderedDictionary<string, WirePart>(StringComparer.Ordinal);
        for (var i = 0; i < parts.Count; i++)
        {
            var fields = Find(payload, FieldParts.Of(parts[i]), entry, depth);
            last[ScalarWriter.KeyOf(payload, fields[key], entry.Fields[key])] = parts[i];
        }

        json.Writer.WriteStartObject();
        foreach (var (name, part) in last)
        {
            json.CheckLength();
            json.Writer.WritePropertyName(name);
            var written = Find(payload, FieldParts.Of(part), entry, depth)[value];
            if (!written.IsThere && entry.Fields[value].Message is not null)
            {
                // A value that was left out is an empty message, unlike a field that was.
                written = FieldParts.Of(new WirePart(part.End, part.End, WireType.Length));
            }

            WriteField(payload, written, entry.Fields[value], json, depth);
        }

        json.Writer.WriteEndObject();
    }

    private static void WriteAny(ReadOnlySpan<byte> payload, FieldParts[] fields, MessageType type, PayloadJson json, int depth)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            // Its enum has one symbol, which says that there is nothing.
            if (fields[i].IsThere && type.Fields[i].Symbols is null)
            {
                WriteValue(payload, fields[i], type.Fields[i], json, depth);
                return;
            }
        }

        json.Writer.WriteNullValue();
    }

    private static int Deeper(int depth)
        => depth < PayloadSchema.MaxDepth ? depth + 1 : throw new PayloadException($"its values lie more than {PayloadSchema.MaxDepth} deep in each other");
}
