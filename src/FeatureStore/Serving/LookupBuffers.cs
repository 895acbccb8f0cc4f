using System.Runtime.CompilerServices;
using Catalog.Core.Values;

namespace FeatureStore.Serving;

/// <summary>The arrays of one lookup; those that are taken are empty. Not thread-safe.</summary>
internal sealed class LookupBuffers
{
    private readonly Value[][] _values;
    private readonly FieldStatus[][] _statuses;
    private readonly List<Instant[]> _times = [];
    private readonly List<ReadOnlyMemory<byte>[]> _rows = [];
    private int _timesTaken;
    private int _rowsTaken;

    /// <param name="slots">Columns that are read and computed.</param>
    /// <param name="rowCount">Entity rows.</param>
    internal LookupBuffers(int slots, int rowCount)
    {
        RowCount = rowCount;
        (_values, _statuses) = (new Value[slots][], new FieldStatus[slots][]);
        for (var slot = 0; slot < slots; slot++)
        {
            (_values[slot], _statuses[slot]) = (new Value[rowCount], new FieldStatus[rowCount]);
        }
    }

    internal int Slots => _values.Length;

    internal int RowCount { get; }

    /// <summary>For each slot its values.</summary>
    internal Value[][] Values => _values;

    /// <summary>For each slot its statuses.</summary>
    internal FieldStatus[][] Statuses => _statuses;

    /// <summary>About how many bytes the arrays take.</summary>
    internal long Bytes => ((long)RowCount * ((Slots * (Unsafe.SizeOf<Value>() + sizeof(FieldStatus))) + (_times.Count * sizeof(long)))) + _rows.Sum(static rows => (long)rows.Length * Unsafe.SizeOf<ReadOnlyMemory<byte>>());

    /// <summary>Event times of a column or of some that share them.</summary>
    internal Instant[] TakeTimes()
    {
        if (_timesTaken == _times.Count)
        {
            _times.Add(new Instant[RowCount]);
        }

        return _times[_timesTaken++];
    }

    /// <summary>Room for the rows of one group of views.</summary>
    internal ReadOnlyMemory<byte>[] TakeRows(int count)
    {
        if (_rowsTaken == _rows.Count)
        {
            _rows.Add([]);
        }

        if (_rows[_rowsTaken].Length != count)
        {
            _rows[_rowsTaken] = new ReadOnlyMemory<byte>[count];
        }

        return _rows[_rowsTaken++];
    }

    /// <summary>Empties all, so that nothing of an answer stays in memory.</summary>
    internal void Clear()
    {
        Array.ForEach(_values, static values => Array.Clear(values));
        Array.ForEach(_statuses, static statuses => Array.Clear(statuses));
        _times.ForEach(static times => Array.Clear(times));
        _rows.ForEach(static rows => Array.Clear(rows));
        _timesTaken = _rowsTaken = 0;
    }
}
