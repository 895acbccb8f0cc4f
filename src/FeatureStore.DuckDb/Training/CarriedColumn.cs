using System.Numerics;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Tables;
using FeatureStore.PointInTime;

namespace FeatureStore.DuckDb.Training;

/// <summary>The values of one column in the slots of a sweep. Not thread-safe.</summary>
internal abstract class CarriedColumn
{
    /// <summary>Whether the values of a type have a fixed size, and are kept as <see cref="CarriedNumbers"/>.</summary>
    internal static bool IsFixed(DataType type) => type is { IsList: false, Element: not (ScalarType.String or ScalarType.Bytes) };

    /// <summary>Makes the column for a type.</summary>
    /// <param name="type">The type.</param>
    /// <param name="numbers">Keeps the values of a fixed size.</param>
    /// <param name="place">The place of the column among those.</param>
    /// <param name="capacity">Slots of the sweep.</param>
    internal static CarriedColumn Of(DataType type, CarriedNumbers numbers, int place, int capacity) => type.Element switch
    {
        _ when !IsFixed(type) => new ValueColumn(type, capacity),
        ScalarType.Bool => new FixedColumn<byte>(numbers, place),
        ScalarType.Int32 or ScalarType.Float => new FixedColumn<int>(numbers, place),
        _ => new FixedColumn<long>(numbers, place),
    };

    /// <summary>Takes the values of some rows of a chunk.</summary>
    /// <returns>By how many bytes more the column refers to than before.</returns>
    internal abstract long Take(DuckDbVector vector, IReadOnlyList<(int Row, int Slot)> rows);

    /// <summary>Forgets the value of a slot.</summary>
    /// <returns>How many bytes it referred to.</returns>
    internal abstract long Release(int slot);

    /// <summary>Writes the value of a slot.</summary>
    internal abstract void Append(int slot, DuckDbAppender appender, int column);

    /// <summary>Writes the values of slots as the rows of a chunk; null for those that are <see cref="PointInTimeSweep.NoSlot"/>.</summary>
    internal abstract void Write(ReadOnlySpan<int> slots, DuckDbVectorWriter writer);

    /// <summary>Values of a fixed size, as they are stored.</summary>
    private sealed class FixedColumn<T>(CarriedNumbers numbers, int place) : CarriedColumn
        where T : unmanaged, IBinaryInteger<T>
    {
        internal override long Take(DuckDbVector vector, IReadOnlyList<(int Row, int Slot)> rows)
        {
            var values = vector.Data<T>();
            for (var i = 0; i < rows.Count; i++)
            {
                var (row, slot) = rows[i];
                if (vector.IsNull(row))
                {
                    numbers.SetNull(slot, place);
                }
                else
                {
                    numbers.Set(slot, place, long.CreateTruncating(values[row]));
                }
            }

            return 0;
        }

        internal override long Release(int slot) => 0;

        internal override void Append(int slot, DuckDbAppender appender, int column)
        {
            if (numbers.TryGet(slot, place, out var bits))
            {
                appender.SetBits(column, bits);
            }
        }

        // Nothing in the loop waits for the value of the row before, so that the processor fetches several at once.
        internal override void Write(ReadOnlySpan<int> slots, DuckDbVectorWriter writer)
        {
            var values = writer.Data<T>(slots.Length);
            for (var row = 0; row < slots.Length; row++)
            {
                var bits = 0L;
                if (slots[row] == PointInTimeSweep.NoSlot || !numbers.TryGet(slots[row], place, out bits))
                {
                    writer.WriteNull(row);
                }

                values[row] = T.CreateTruncating(bits);
            }
        }
    }

    /// <summary>Texts, bytes and lists.</summary>
    private sealed class ValueColumn(DataType type, int capacity) : CarriedColumn
    {
        private readonly Value[] _values = new Value[capacity];

        internal override long Take(DuckDbVector vector, IReadOnlyList<(int Row, int Slot)> rows)
        {
            var more = 0L;
            for (var i = 0; i < rows.Count; i++)
            {
                var (row, slot) = rows[i];
                var value = ValueReading.Read(vector, row, type);
                more += value.MemoryBytes - _values[slot].MemoryBytes;
                _values[slot] = value;
            }

            return more;
        }

        internal override long Release(int slot)
        {
            var bytes = _values[slot].MemoryBytes - Value.Null.MemoryBytes;
            _values[slot] = Value.Null;
            return bytes;
        }

        internal override void Append(int slot, DuckDbAppender appender, int column) => appender.Set(column, _values[slot]);

        internal override void Write(ReadOnlySpan<int> slots, DuckDbVectorWriter writer)
        {
            for (var row = 0; row < slots.Length; row++)
            {
                if (slots[row] != PointInTimeSweep.NoSlot && _values[slots[row]] is { IsNull: false } value)
                {
                    writer.Write(row, value);
                }

                writer.EndRow(row);
            }
        }
    }
}
