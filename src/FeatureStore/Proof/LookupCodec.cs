using System.Buffers;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Rows;
using FeatureStore.Serving;

namespace FeatureStore.Proof;

/// <summary>
/// Bytes of logged lookups, little-endian. A shape: kind 1, its number in the file, service (an empty text for none), view, version, ttl in microseconds, flags, rows of its own, features. A
/// shape of computed features: kind 3, the same, then versions of the views read and names of the inputs; lookups of it hold the inputs as further features. A lookup: kind 2, number of its shape, time, applied, key, last sequence of each stored row, and for each feature the status (plus 128 when the event time is that of the feature before),
/// the event time, and the value if there is one.
/// </summary>
internal static class LookupCodec
{
    private const byte ShapeKind = 1;
    private const byte LookupKind = 2;
    private const byte ComputedShapeKind = 3;
    private const byte SameTime = 0x80;

    internal static void WriteShape(IBufferWriter<byte> target, int number, LookupShape shape)
    {
        var writer = new ValueWriter(target);
        writer.WriteByte(shape.ComputedFrom is null ? ShapeKind : ComputedShapeKind);
        writer.WriteCount(number);
        writer.WriteText(shape.Service ?? string.Empty);
        writer.WriteText(shape.View.Name);
        writer.WriteCount(shape.View.Version);
        writer.WriteInt64(shape.Ttl.Ticks / TimeSpan.TicksPerMicrosecond);
        writer.WriteByte(shape.StrictBefore ? (byte)1 : (byte)0);
        writer.WriteCount(shape.OwnRows);
        WriteTexts(writer, shape.Features);
        if (shape.ComputedFrom is { } from)
        {
            writer.WriteCount(from.Sources.Count);
            foreach (var source in from.Sources)
            {
                writer.WriteText(source.Name);
                writer.WriteCount(source.Version);
            }

            WriteTexts(writer, from.Inputs);
        }
    }

    internal static void WriteLookup(IBufferWriter<byte> target, int shape, LoggedLookup lookup)
    {
        var writer = new ValueWriter(target);
        writer.WriteByte(LookupKind);
        writer.WriteCount(shape);
        writer.WriteInt64(lookup.Time.UnixMicroseconds);
        writer.WriteInt64(lookup.Applied);
        writer.WriteBytes(lookup.Key.Bytes.Span);
        foreach (var seen in lookup.Seen)
        {
            writer.WriteInt64(seen);
        }

        for (var i = 0; i < lookup.Values.Length; i++)
        {
            WriteValue(writer, lookup, i);
        }
    }

    /// <summary>Whether a record is a shape, and the number of the shape that it makes or is of.</summary>
    internal static bool IsShape(ReadOnlySpan<byte> record, out int shape)
    {
        var reader = new ValueReader(record);
        var kind = reader.ReadByte();
        shape = reader.ReadCount();
        return kind != LookupKind;
    }

    internal static LookupShape ReadShape(ReadOnlySpan<byte> record)
    {
        var reader = new ValueReader(record);
        var kind = reader.ReadByte();
        reader.ReadCount();
        var service = reader.ReadText();
        var view = new FeatureViewId(reader.ReadText(), reader.ReadCount());
        var ttl = TimeSpan.FromMicroseconds(reader.ReadInt64());
        var isStrict = reader.ReadByte() != 0;
        var ownRows = reader.ReadCount();
        var features = ReadTexts(ref reader);
        return new LookupShape(service.Length == 0 ? null : service, view, ttl, isStrict, features, ownRows, kind == ComputedShapeKind ? ReadComputedFrom(ref reader) : null);
    }

    internal static LoggedLookup ReadLookup(ReadOnlySpan<byte> record, LookupShape shape, long number)
    {
        var reader = new ValueReader(record);
        reader.ReadByte();
        reader.ReadCount();
        var time = new Instant(reader.ReadInt64());
        var applied = reader.ReadInt64();
        var key = new EntityKey(reader.ReadBytes().ToArray());
        var seen = new long[shape.StoredRows];
        for (var i = 0; i < seen.Length; i++)
        {
            seen[i] = reader.ReadInt64();
        }

        var count = shape.ValueCount;
        var (values, statuses, times) = (new Value[count], new FieldStatus[count], new Instant[count]);
        for (var i = 0; i < count; i++)
        {
            var status = reader.ReadByte();
            statuses[i] = (FieldStatus)(status & ~SameTime);
            times[i] = (status & SameTime) != 0 && i > 0 ? times[i - 1] : new Instant(reader.ReadInt64());
            values[i] = statuses[i] == FieldStatus.Present ? reader.ReadValue() : Value.Null;
        }

        return new LoggedLookup { Number = number, Shape = shape, Key = key, Time = time, Applied = applied, Seen = seen, Values = values, Statuses = statuses, EventTimes = times };
    }

    private static ComputedFrom ReadComputedFrom(ref ValueReader reader)
    {
        var sources = new FeatureViewId[reader.ReadCount()];
        for (var i = 0; i < sources.Length; i++)
        {
            sources[i] = new FeatureViewId(reader.ReadText(), reader.ReadCount());
        }

        return new ComputedFrom(sources, ReadTexts(ref reader));
    }

    private static void WriteTexts(ValueWriter writer, IReadOnlyList<string> texts)
    {
        writer.WriteCount(texts.Count);
        foreach (var text in texts)
        {
            writer.WriteText(text);
        }
    }

    private static string[] ReadTexts(ref ValueReader reader)
    {
        var texts = new string[reader.ReadCount()];
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = reader.ReadText();
        }

        return texts;
    }

    private static void WriteValue(ValueWriter writer, LoggedLookup lookup, int i)
    {
        var status = (byte)lookup.Statuses[i];
        if (i > 0 && lookup.EventTimes[i] == lookup.EventTimes[i - 1])
        {
            writer.WriteByte((byte)(status | SameTime));
        }
        else
        {
            writer.WriteByte(status);
            writer.WriteInt64(lookup.EventTimes[i].UnixMicroseconds);
        }

        if (lookup.Statuses[i] == FieldStatus.Present)
        {
            writer.WriteValue(lookup.Values[i]);
        }
    }
}
