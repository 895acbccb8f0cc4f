using System.Runtime.CompilerServices;
using Catalog.Core.Buffers;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Tables;
using FeatureStore.PointInTime;

namespace FeatureStore.DuckDb.Training;

/// <summary>The values of one column in the slots of a sweep. Not thread-safe.</summary>
internal abstract class CarriedColumn : IDisposable
{
    private const int FlagBytes = 1;

    /// <summary>Memory that one value of a type takes, beside what texts and lists refer to.</summary>
    internal static int BytesPerValue(DataType type) => type switch
    {
        { IsList: true } or { Element: ScalarType.String or ScalarType.Bytes } => Unsafe.SizeOf<Value>(),
        { Element: ScalarType.Bool } => sizeof(byte) + FlagBytes,
        { Element: ScalarType.Int32 or ScalarType.Float } => sizeof(int) + FlagBytes,
        _ => sizeof(long) + FlagBytes,
    };

    /// <summary>Makes the column for a type.</summary>
    internal static CarriedColumn Of(DataType type, int capacity) => type switch
    {
        { IsList: true } or { Element: ScalarType.String or ScalarType.Bytes } => new ValueColumn(type, capacity),
        { Element: ScalarType.Bool } => new FixedColumn<byte>(static bits => bits, capacity),
        { Element: ScalarType.Int32 or ScalarType.Float } => new FixedColumn<int>(static bits => bits, capacity),
        _ => new FixedColumn<long>(static bits => bits, capacity),
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

    /// <summary>Lets go of the memory.</summary>
    public abstract void Dispose();

    /// <summary>Values of a fixed size, as they are stored.</summary>
    private sealed class FixedColumn<T>(Func<T, long> bitsOf, int capacity) : CarriedColumn
        where T : unmanaged
    {
        private readonly NativeArray<T> _values = new(capacity);
        private readonly NativeArray<bool> _isNull = new(capacity);

        internal override long Take(DuckDbVector vector, IReadOnlyList<(int Row, int Slot)> rows)
        {
            var values = vector.Data<T>();
            for (var i = 0; i < rows.Count; i++)
            {
                var (row, slot) = rows[i];
                _values[slot] = values[row];
                _isNull[slot] = vector.IsNull(row);
            }

            return 0;
        }

        internal override long Release(int slot) => 0;

        public override void Dispose()
        {
            _values.Dispose();
            _isNull.Dispose();
        }

        internal override void Append(int slot, DuckDbAppender appender, int column)
        {
            if (!_isNull[slot])
            {
                appender.SetBits(column, bitsOf(_values[slot]));
            }
        }

        // The slots lie far from each other in memory. Nothing in the loop waits for the value of the row before, so that the processor fetches several at once.
        internal override void Write(ReadOnlySpan<int> slots, DuckDbVectorWriter writer)
        {
            for (var row = 0; row < slots.Length; row++)
            {
                var slot = slots[row];
                if (slot != PointInTimeSweep.NoSlot && !_isNull[slot])
                {
                    writer.WriteBits(row, bitsOf(_values[slot]));
                }

                writer.EndRow(row);
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

        public override void Dispose()
        {
            // Texts are the garbage collector's.
        }

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
