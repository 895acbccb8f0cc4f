using System.Runtime.CompilerServices;
using Catalog.Core.Buffers;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.Model;
using FeatureStore.PointInTime;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// The values of the rows that a sweep holds, taken along while files sorted by key and time are read: there a row is replaced only by the next ones, so that few are taken in vain, and the files
/// need not be read a second time for the values. Values that have no room are left out and fetched afterwards. Not thread-safe.
/// </summary>
internal sealed class CarriedValues : IDisposable
{
    /// <summary>The most memory that the values of one entity row may take, beside texts and lists; wider rows are not carried.</summary>
    private const int MaxBytesPerRow = 400;

    private readonly CarriedColumn[] _columns;
    private readonly CarriedNumbers _numbers;
    private readonly NativeArray<bool> _isHeld;
    private readonly long _room;
    private readonly List<(int Row, int Slot)> _taken = [];
    private long _left;
    private bool _lacks;

    /// <param name="types">Types of the values of a row.</param>
    /// <param name="capacity">Slots of the sweep.</param>
    /// <param name="room">Bytes of texts and lists that are held.</param>
    internal CarriedValues(IReadOnlyList<DataType> types, int capacity, long room)
    {
        _numbers = new CarriedNumbers(types.Count(CarriedColumn.IsFixed), capacity);
        _columns = [.. types.Select((type, i) => CarriedColumn.Of(type, _numbers, types.Take(i).Count(CarriedColumn.IsFixed), capacity))];
        _isHeld = new NativeArray<bool>(capacity);
        _left = _room = room;
    }

    /// <summary>Whether rows of such values are carried at all.</summary>
    internal static bool CanCarry(IEnumerable<Feature> features) => BytesOf(features) <= MaxBytesPerRow;

    /// <summary>Memory of one entity row in a sweep that carries such values, with its place in the frame.</summary>
    internal static int BytesPerEntityRow(IEnumerable<Feature> features) => PointInTimeSweep.BytesPerEntityRow + sizeof(bool) + sizeof(int) + BytesOf(features);

    /// <summary>Forgets the first slots.</summary>
    internal void Clear(int slots)
    {
        for (var slot = 0; slot < slots; slot++)
        {
            Release(slot);
            _isHeld[slot] = false;
        }

        _left = _room;
        _lacks = false;
    }

    /// <summary>Notes that a slot has a row of the chunk at hand now.</summary>
    internal void Take(int row, int slot)
    {
        if (_taken.Count > 0 && _taken[^1].Slot == slot)
        {
            _taken[^1] = (row, slot);
        }
        else
        {
            _taken.Add((row, slot));
        }
    }

    /// <summary>Notes that a slot has a row now whose values are not taken along.</summary>
    internal void Drop(int slot)
    {
        _isHeld[slot] = false;
        _lacks = true;
    }

    /// <summary>Takes the values of the rows noted. Column by column, since each column has to be looked up in the chunk.</summary>
    /// <param name="chunk">The chunk at hand.</param>
    /// <param name="firstColumn">Column of the first value.</param>
    internal void EndChunk(DuckDbChunk chunk, int firstColumn)
    {
        for (var column = 0; column < _columns.Length; column++)
        {
            _left -= _columns[column].Take(chunk[firstColumn + column], _taken);
        }

        var isFull = _left < 0;
        _lacks |= isFull;
        foreach (var (_, slot) in _taken)
        {
            _isHeld[slot] = !isFull;
            if (isFull)
            {
                Release(slot);
            }
        }

        _taken.Clear();
    }

    /// <summary>Whether the values of all rows that were noted since the last <see cref="Clear"/> were taken along.</summary>
    internal bool HoldsAll => !_lacks;

    /// <summary>Whether the values of the row of a slot are held.</summary>
    internal bool Holds(int slot) => _isHeld[slot];

    /// <summary>Writes the values of a slot as columns from <paramref name="firstColumn"/> on.</summary>
    internal void Append(int slot, DuckDbAppender appender, int firstColumn)
    {
        for (var column = 0; column < _columns.Length; column++)
        {
            _columns[column].Append(slot, appender, firstColumn + column);
        }
    }

    /// <summary>Writes the values of slots as rows, nulls for those that are <see cref="PointInTimeSweep.NoSlot"/>.</summary>
    internal void Write(ReadOnlySpan<int> slots, DuckDbAppender appender)
    {
        while (!slots.IsEmpty)
        {
            var chunk = slots[..Math.Min(slots.Length, appender.ChunkRows)];
            for (var column = 0; column < _columns.Length; column++)
            {
                _columns[column].Write(chunk, appender.Column(column));
            }

            appender.EndChunk(chunk.Length);
            slots = slots[chunk.Length..];
        }
    }

    public void Dispose()
    {
        _numbers.Dispose();
        _isHeld.Dispose();
    }

    private static int BytesOf(IEnumerable<Feature> features)
    {
        var types = features.ToLookup(static feature => CarriedColumn.IsFixed(feature.Type));
        return CarriedNumbers.BytesPerSlot(types[true].Count()) + (types[false].Count() * Unsafe.SizeOf<Value>());
    }

    private void Release(int slot)
    {
        foreach (var column in _columns)
        {
            _left += column.Release(slot);
        }
    }
}
