using System.Buffers;
using Catalog.Core.Values;
using FeatureStore.Rows;

namespace Ingestion.Events;

/// <summary>
/// Encodes and decodes the events of the log. Layout: format version (1 byte, 1), targets (1 byte), version of the source (count), number of values (count), then
/// the values in the order of that version's columns (<see cref="ValueWriter"/>). The key of an event is empty: all events of a source share one order, and
/// a source has one partition unless the log was made with more.
/// </summary>
internal static class EventPayload
{
    private const byte FormatVersion = 1;

    /// <summary>Encodes an event.</summary>
    /// <param name="buffer">Scratch space; cleared first.</param>
    /// <param name="sourceVersion">Version of the source whose columns the values follow.</param>
    /// <param name="targets">Where the event goes.</param>
    /// <param name="values">The values.</param>
    internal static byte[] Encode(ArrayBufferWriter<byte> buffer, int sourceVersion, EventTargets targets, ReadOnlySpan<Value> values)
    {
        buffer.ResetWrittenCount();
        var writer = new ValueWriter(buffer);
        writer.WriteByte(FormatVersion);
        writer.WriteByte((byte)targets);
        writer.WriteCount(sourceVersion);
        writer.WriteCount(values.Length);
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
        if (version != FormatVersion)
        {
            throw new IngestionException(
                IngestionErrorCode.CorruptLog,
                $"An event in the log has format version '{version}'; this build reads version {FormatVersion}. Start the build that wrote it.");
        }

        return new EventHead((EventTargets)reader.ReadByte(), reader.ReadCount(), reader.ReadCount());
    }
}

/// <summary>What stands before the values of an event.</summary>
/// <param name="Targets">Where the event goes.</param>
/// <param name="SourceVersion">Version of the source whose columns the values follow.</param>
/// <param name="ValueCount">Number of values.</param>
internal readonly record struct EventHead(EventTargets Targets, int SourceVersion, int ValueCount);
