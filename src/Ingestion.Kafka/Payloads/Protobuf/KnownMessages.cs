using System.Globalization;
using Ingestion.Kafka.Payloads.Avro;

namespace Ingestion.Kafka.Payloads.Protobuf;

/// <summary>Writes messages that stand for a single value.</summary>
internal static class KnownMessages
{
    private const int NanosecondsPerSecond = 1_000_000_000;

    // As in the definition of the message: about 10,000 years.
    private const long LongestDuration = 315_576_000_000;

    internal static void WriteTimestamp(ReadOnlySpan<byte> payload, FieldParts[] fields, MessageType type, PayloadJson json)
    {
        var (seconds, nanoseconds) = Read(payload, fields, type);
        if (nanoseconds is < 0 or >= NanosecondsPerSecond)
        {
            throw new PayloadException($"a Timestamp in it has '{nanoseconds}' nanoseconds, which no second has");
        }

        json.WriteTime("Timestamp", ((Int128)seconds * 1_000_000) + (nanoseconds / 1000), isLocal: false);
    }

    internal static void WriteDuration(ReadOnlySpan<byte> payload, FieldParts[] fields, MessageType type, PayloadJson json)
    {
        var (seconds, nanoseconds) = Read(payload, fields, type);
        if (seconds is < -LongestDuration or > LongestDuration || nanoseconds is <= -NanosecondsPerSecond or >= NanosecondsPerSecond
            || (seconds != 0 && nanoseconds != 0 && seconds < 0 != nanoseconds < 0))
        {
            throw new PayloadException($"a Duration in it has '{seconds}' seconds and '{nanoseconds}' nanoseconds, which are none");
        }

        var sign = seconds < 0 || nanoseconds < 0 ? "-" : string.Empty;
        var fraction = nanoseconds == 0 ? string.Empty : "." + Math.Abs(nanoseconds).ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0');
        json.Writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{sign}{Math.Abs(seconds)}{fraction}s"));
    }

    internal static void WriteDecimal(ReadOnlySpan<byte> payload, FieldParts[] fields, MessageType type, PayloadJson json)
    {
        var scale = ReadInteger(payload, fields[2], type.Fields[2]);
        if (scale is < 0 or > AvroScalars.LargestScale)
        {
            throw new PayloadException($"a Decimal in it has the scale '{scale}', which is not from 0 to {AvroScalars.LargestScale}");
        }

        AvroScalars.WriteDecimal(fields[0].IsThere ? fields[0].Last.In(payload) : [], (int)scale, json);
    }

    private static (long Seconds, int Nanoseconds) Read(ReadOnlySpan<byte> payload, FieldParts[] fields, MessageType type)
        => (ReadInteger(payload, fields[0], type.Fields[0]), (int)ReadInteger(payload, fields[1], type.Fields[1]));

    private static long ReadInteger(ReadOnlySpan<byte> payload, FieldParts parts, MessageField field)
    {
        if (!parts.IsThere)
        {
            return 0;
        }

        var bytes = new WireBytes(payload, parts.Last);
        return ScalarWriter.ReadInteger(ref bytes, field);
    }
}
