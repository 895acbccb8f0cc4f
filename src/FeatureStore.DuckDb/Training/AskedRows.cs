using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;

namespace FeatureStore.DuckDb.Training;

/// <summary>The rows of the frame that have a key, one after the other in the order of (key, time). Not thread-safe.</summary>
internal sealed class AskedRows : IDisposable
{
    /// <summary>What a table of such rows selects.</summary>
    internal const string Columns = "key::INTEGER AS key, t, ordinal";

    private readonly DuckDbReader _reader;
    private int _row = -1;
    private int _rows;

    // Copied, since a chunk is gone once the next one is read, and its columns are found anew at each access.
    private int[] _keys = [];
    private long[] _times = [];
    private long[] _ordinals = [];

    /// <summary>Opens the first row.</summary>
    /// <param name="connection">Connection of its own, which must be able to see the table.</param>
    /// <param name="table">Table made as <see cref="Columns"/> says from <see cref="EntityOrder.EntityTable"/>, in its order.</param>
    /// <param name="firstKey">The first key wanted.</param>
    /// <param name="endKey">One behind the last.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal AskedRows(DuckDbConnection connection, string table, int firstKey, int endKey, CancellationToken cancellationToken)
    {
        _reader = connection.Query($"SELECT key, t, ordinal FROM {table} WHERE key >= $1 AND key < $2", cancellationToken, Value.Of(firstKey), Value.Of(endKey));
        Advance();
    }

    /// <summary>Whether there is a row; else all have been read.</summary>
    internal bool HasRow { get; private set; }

    /// <summary>Number of its key.</summary>
    internal int Key { get; private set; }

    /// <summary>Its time in microseconds since 1970, UTC.</summary>
    internal long Time { get; private set; }

    /// <summary>Its place in the frame.</summary>
    internal long Ordinal { get; private set; }

    /// <summary>Whether it stands before an event that counts from a moment on: an event counts at its moment already.</summary>
    internal bool IsBefore(int key, long moment) => HasRow && (Key != key ? Key < key : Time < moment);

    /// <summary>Goes to the next row.</summary>
    internal void Advance()
    {
        HasRow = ++_row < _rows || ReadChunk();
        if (HasRow)
        {
            (Key, Time, Ordinal) = (_keys[_row], _times[_row], _ordinals[_row]);
        }
    }

    public void Dispose() => _reader.Dispose();

    private bool ReadChunk()
    {
        if (!_reader.ReadChunk(out var chunk))
        {
            _rows = 0;
            return false;
        }

        (_row, _rows) = (0, chunk.RowCount);
        _keys = Copy(chunk[0].Data<int>(), _keys);
        _times = Copy(chunk[1].Data<long>(), _times);
        _ordinals = Copy(chunk[2].Data<long>(), _ordinals);
        return true;
    }

    private static T[] Copy<T>(ReadOnlySpan<T> from, T[] to)
    {
        to = to.Length < from.Length ? new T[from.Length] : to;
        from.CopyTo(to);
        return to;
    }
}
