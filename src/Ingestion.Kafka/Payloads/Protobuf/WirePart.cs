namespace Ingestion.Kafka.Payloads.Protobuf;

/// <summary>Where the value of a field stands in a payload.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="End">One past its last byte.</param>
/// <param name="Type">How it is written.</param>
internal readonly record struct WirePart(int Start, int End, WireType Type)
{
    internal int Length => End - Start;

    internal ReadOnlySpan<byte> In(ReadOnlySpan<byte> payload) => payload[Start..End];
}
