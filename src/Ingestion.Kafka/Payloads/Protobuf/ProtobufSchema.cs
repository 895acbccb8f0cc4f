namespace Ingestion.Kafka.Payloads.Protobuf;

/// <summary>A file of Protocol Buffers. The payload says which of its messages it is.</summary>
/// <param name="messages">Those declared at the top, in order.</param>
internal sealed class ProtobufSchema(IReadOnlyList<MessageType> messages) : PayloadSchema
{
    internal override void Decode(ReadOnlySpan<byte> body, PayloadJson json)
    {
        var frame = new WireBytes(body, new WirePart(0, body.Length, WireType.Length));
        var message = Find(ref frame);
        if (message.Shape != MessageShape.Object)
        {
            throw new PayloadException("its message stands for a single value, so it has no fields");
        }

        MessageDecoder.Write(body, FieldParts.Of(frame.Rest), message, json, depth: 0);
    }

    /// <summary>
    /// Reads the path to the message: how many numbers, then its place among the messages of the file, of the message found, and so on. One zero stands for the first of the file. All are zigzag. Places count
    /// messages as they are declared, as the serializer for Java does, so not the entries of maps.
    /// </summary>
    private MessageType Find(ref WireBytes frame)
    {
        var count = frame.ReadSigned();
        if (count < 0 || count > MaxDepth)
        {
            throw new PayloadException($"the path to its message has '{count}' steps");
        }

        var among = messages;
        var found = count == 0 ? At(among, 0) : null;
        for (; count > 0; count--)
        {
            found = At(among, frame.ReadSigned());
            among = found.Nested;
        }

        return found ?? throw new PayloadException("the path to its message has no steps");
    }

    private static MessageType At(IReadOnlyList<MessageType> among, long index) => index >= 0 && index < among.Count
        ? among[(int)index]
        : throw new PayloadException($"it says that it is message '{index}' where the schema has {among.Count}");
}
