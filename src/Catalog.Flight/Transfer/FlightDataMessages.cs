using System.Buffers;
using Catalog.Core.Arrow;
using Catalog.Grpc;
using Google.Protobuf;

namespace Catalog.Flight.Transfer;

/// <summary>Writes <c>FlightData</c> straight from the buffers of a batch, which hold more than a message should be copied for.</summary>
internal static class FlightDataMessages
{
    // Field numbers of FlightData in Flight.proto.
    private const int DataHeader = 2;
    private const int DataBody = 1_000;

    private const int PieceBytes = 64 << 10;

    internal static GrpcMarshaller<ArrowPart> Responses { get; } = new(static _ => throw new NotSupportedException("The server does not read answers."), SizeOf, Write);

    private static int SizeOf(ArrowPart part)
    {
        var body = checked((int)part.BodyLength);
        var size = SizeOfTag(DataHeader) + CodedOutputStream.ComputeLengthSize(part.Header.Length) + part.Header.Length;
        return body == 0 ? size : checked(size + SizeOfTag(DataBody) + CodedOutputStream.ComputeLengthSize(body) + body);
    }

    private static void Write(ArrowPart part, IBufferWriter<byte> output)
    {
        WriteStart(output, DataHeader, part.Header.Length);
        output.Write(part.Header.Span);
        if (part.BodyLength == 0)
        {
            return;
        }

        WriteStart(output, DataBody, (int)part.BodyLength);
        foreach (var buffer in part.Buffers)
        {
            for (var at = 0; at < buffer.Length; at += PieceBytes)
            {
                output.Write(buffer.Span.Slice(at, Math.Min(PieceBytes, buffer.Length - at)));
            }

            var padding = ArrowPart.PaddingOf(buffer);
            output.GetSpan(Math.Max(padding, 1))[..padding].Clear();
            output.Advance(padding);
        }
    }

    private static int SizeOfTag(int field) => CodedOutputStream.ComputeTagSize(field);

    private static void WriteStart(IBufferWriter<byte> output, int field, int length)
    {
        WriteVarint(output, WireFormat.MakeTag(field, WireFormat.WireType.LengthDelimited));
        WriteVarint(output, (uint)length);
    }

    private static void WriteVarint(IBufferWriter<byte> output, uint value)
    {
        const int most = 5;
        var span = output.GetSpan(most);
        var count = 0;
        for (; value > 0x7F; value >>= 7)
        {
            span[count++] = (byte)(value | 0x80);
        }

        span[count++] = (byte)value;
        output.Advance(count);
    }
}
