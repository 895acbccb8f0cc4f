using System.Buffers;
using Catalog.Core.Values;
using FeatureStore.Rows;
using Ingestion.Ports;

namespace Ingestion.Events;

/// <summary>
/// Encodes and decodes the events of the log. Layout: format version (1 byte), targets (1 byte), version of the source (count), number of values (count), in format 2 the arrival time
/// (int64 microseconds), then the values in the order of that version's columns (<see cref="ValueWriter"/>). An event in format 1 arrived when it was appended; one in format 2 was made
/// of another that arrived earlier. The key of an event is empty: all events of a source share one order, and a source has one partition unless the log was made with more.
/// </summary>
internal static class EventPayload
{
    private const byte Appended = 1;
    private const byte Derived = 2;

    /// <summary>Encodes an event.</summary>
    /// <param name="buffer">Scratch space; cleared first.</param>
    /// <param name="sourceVersion">Version of the source whose columns the values follow.</param>
    /// <param name="targets">Where the event goes.</param>
    /// <param name="values">The values.</param>
    /// <param name="arrival">When that arrived of which the event is made; null for an event that arrives when it is appended.</param>
    internal static byte[] Encode(ArrayBufferWriter<byte> buffer, int sourceVersion, EventTargets targets, ReadOnlySpan<Value> values, Instant? arrival = null)
    {
        buffer.ResetWrittenCount();
        var writer = new ValueWriter(buffer);
        writer.WriteByte(arrival is null ? Appended : Derived);
        writer.WriteByte((byte)targets);
        writer.WriteCount(sourceVersion);
        writer.WriteCount(values.Length);
        if (arrival is { } arrived)
        {
            writer.WriteInt64(arrived.UnixMicroseconds);
        }

        foreach (var value in values)
        {
            writer.WriteValue(value);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a whole event.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.CorruptLog"/> when the payload has another format.</exception>
    internal static Value[] Decode(ReadOnlySpan<byte> payload, out EventHead head)
    {
        Value[] values = [];
        Decode(payload, ref values, out head);
        return values;
    }

    /// <summary>Reads a whole event into the first places of an array, which is replaced when it is too short.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.CorruptLog"/> when the payload has another format.</exception>
    internal static void Decode(ReadOnlySpan<byte> payload, ref Value[] values, out EventHead head)
    {
        var reader = new ValueReader(payload);
        head = ReadHead(ref reader);
        if (values.Length < head.ValueCount)
        {
            values = new Value[head.ValueCount];
        }

        for (var i = 0; i < head.ValueCount; i++)
        {
            values[i] = reader.ReadValue();
        }
    }

    private static EventHead ReadHead(ref ValueReader reader)
    {
        var version = reader.ReadByte();
        if (version is not (Appended or Derived))
        {
            throw new IngestionException(
                IngestionErrorCode.CorruptLog,
                $"An event in the log has format version '{version}'; this build reads versions {Appended} and {Derived}. Start the build that wrote it.");
        }

        return new EventHead(
            (EventTargets)reader.ReadByte(), reader.ReadCount(), reader.ReadCount(), version == Derived ? new Instant(reader.ReadInt64()) : null);
    }
}

/// <summary>What stands before the values of an event.</summary>
/// <param name="Targets">Where the event goes.</param>
/// <param name="SourceVersion">Version of the source whose columns the values follow.</param>
/// <param name="ValueCount">Number of values.</param>
/// <param name="Arrival">When that arrived of which the event is made; null where it arrived when it was appended.</param>
internal readonly record struct EventHead(EventTargets Targets, int SourceVersion, int ValueCount, Instant? Arrival)
{
    /// <summary>When the event arrived.</summary>
    internal Instant ArrivalOf(in LogRecord record) => Arrival ?? record.ArrivalTime;
}
