using System.Globalization;
using Catalog.Core.Buffers;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.Model;
using FeatureStore.PointInTime;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// Finds for each row of the frame the row that answers it in one view. DuckDB numbers the join keys and sorts the frame by key and time; the sweep takes the frame slice by slice, and the whole
/// history for each slice. Of files that are sorted by key the values come along; the others are fetched by position afterwards. For one group of features, and not thread-safe.
/// </summary>
internal sealed class ViewMatcher : IDisposable
{
    private const int ChunksBetweenReports = 32;

    private static readonly DataType[] MatchTypes = [new(ScalarType.Int64), new(ScalarType.Int64)];

    private readonly ViewTask _task;
    private readonly HistoryFiles _history;
    private readonly IReadOnlyList<Feature> _features;
    private readonly ValueColumns _columns;
    private readonly string? _condition;
    private readonly PointInTimeSweep _sweep;
    private readonly CarriedValues? _carried;
    private readonly int _capacity;
    private readonly string _table;

    /// <param name="task">What to join with.</param>
    /// <param name="history">The files of the view.</param>
    /// <param name="features">The features to take.</param>
    /// <param name="condition">Rows of the history that count at all; null for all.</param>
    /// <param name="table">Table to make: a row for each row of the frame, in its order, with the <see cref="ValueColumns"/> of the features.</param>
    internal ViewMatcher(ViewTask task, HistoryFiles history, IReadOnlyList<Feature> features, string? condition, string table)
    {
        (_task, _history, _features, _condition, _table) = (task, history, features, condition, table);
        _columns = new ValueColumns(features);
        var rows = Math.Min(task.Frame.RowCount, task.MemoryBytes / BytesPerEntityRow(history, features));
        _capacity = (int)Math.Clamp(rows, 1, CarriedNumbers.MaxCapacity(features.Count));
        _sweep = new PointInTimeSweep(task.Rules, _capacity);
        _carried = Carries(history, features) ? new CarriedValues([.. features.Select(static feature => feature.Type)], _capacity, task.MemoryBytes) : null;
    }

    /// <summary>Rows of the history that were read, as often as they were.</summary>
    internal long RowsRead { get; private set; }

    /// <summary>Memory that the search takes, beside DuckDB's own.</summary>
    internal long MemoryBytes => (long)_capacity * BytesPerEntityRow(_history, _features);

    /// <summary>The rows of the frame whose values were not carried along: the number as <c>ordinal</c>, and as <c>row</c> the position found or null.</summary>
    private string MatchTable => $"{_table}_matches";

    /// <summary>The rows of the frame whose values were carried along: the number as <c>ordinal</c>, and the values.</summary>
    private string CarriedTable => $"{_table}_carried";

    /// <summary>Memory of one row of the frame while its answer is searched; texts and lists that are carried along may take as much again.</summary>
    internal static int BytesPerEntityRow(HistoryFiles history, IReadOnlyList<Feature> features)
        => Carries(history, features) ? CarriedValues.BytesPerEntityRow(features) : PointInTimeSweep.BytesPerEntityRow;

    /// <summary>Makes the table.</summary>
    /// <param name="report">Receives the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Rows of the frame that were answered.</returns>
    internal long Run(Action<double> report, CancellationToken cancellationToken)
    {
        var (matched, unfetched) = (0L, 0L);
        for (var first = 0L; first < _task.Order.Count; first += _capacity)
        {
            _carried?.Clear(_sweep.Count);
            _sweep.Clear();
            AddEntities(first, cancellationToken);
            var done = (double)first / _task.Order.Count;
            OfferHistory(part => report(done + (part * _sweep.Count / _task.Order.Count)), cancellationToken);
            if (IsWhole && TryWriteAtOnce(cancellationToken) is { } answered)
            {
                return answered;
            }

            if (first == 0)
            {
                CreateTables(cancellationToken);
            }

            AppendMatches(ref matched, ref unfetched, cancellationToken);
        }

        if (_task.Order.Count == 0)
        {
            CreateTables(cancellationToken);
        }

        _task.Connection.Execute($"INSERT INTO {MatchTable} SELECT rowid, NULL FROM {EntityFrame.Table} WHERE {_task.Order.HasNoKey}", cancellationToken);
        FetchValues(unfetched > 0, cancellationToken);
        return matched;
    }

    public void Dispose()
    {
        _sweep.Dispose();
        _carried?.Dispose();
    }

    private static bool Carries(HistoryFiles history, IEnumerable<Feature> features) => history.HasSorted && CarriedValues.CanCarry(features);

    /// <summary>Whether the slice is the whole frame.</summary>
    private bool IsWhole => _sweep.Count == _task.Order.Count;

    private void AddEntities(long first, CancellationToken cancellationToken)
    {
        var sql = $"SELECT key, t, ordinal FROM {_task.Order.EntityTable} WHERE rowid >= $1 AND rowid < $2";
        using var reader = _task.Connection.Query(sql, cancellationToken, Value.Of(first), Value.Of(first + _capacity));
        while (reader.ReadChunk(out var chunk))
        {
            var keys = chunk[0].Data<long>();
            var times = chunk[1].Data<long>();
            var ordinals = chunk[2].Data<long>();
            for (var i = 0; i < chunk.RowCount; i++)
            {
                _sweep.AddEntity(checked((int)keys[i]), times[i], ordinals[i]);
            }
        }
    }

    private void OfferHistory(Action<double> report, CancellationToken cancellationToken)
    {
        var keys = _task.Order.KeyTable;
        var slice = IsWhole ? null : string.Create(CultureInfo.InvariantCulture, $"{keys}.rowid BETWEEN {_sweep.FirstKey} AND {_sweep.LastKey}");
        var both = slice is null || _condition is null ? slice ?? _condition : $"{slice} AND {_condition}";
        var offered = 0L;
        if (_history.HasSorted)
        {
            Offer(isSorted: true, _carried is null ? [] : _features);
        }

        if (_history.HasUnsorted)
        {
            Offer(isSorted: false, []);
        }

        report(1);

        void Offer(bool isSorted, IReadOnlyList<Feature> read)
        {
            using var reader = _history.Read(
                _task.Connection, isSorted, read, keys, (_task.Frame.FirstTime, _task.Frame.LastTime), _task.Rules, both, cancellationToken);
            for (var chunks = 1; reader.ReadChunk(out var chunk); chunks++)
            {
                OfferChunk(chunk, isSorted);
                offered += chunk.RowCount;
                RowsRead += chunk.RowCount;
                if (chunks % ChunksBetweenReports == 0)
                {
                    report(Math.Min(1, (double)offered / _history.RowCount));
                }
            }
        }
    }

    private void OfferChunk(DuckDbChunk chunk, bool isSorted)
    {
        var keys = chunk[0].Data<long>();
        var eventTimes = chunk[1].Data<long>();
        var arrivalTimes = chunk[2].Data<long>();
        var sequences = chunk[3].Data<long>();
        var positions = chunk[4].Data<long>();
        for (var i = 0; i < chunk.RowCount; i++)
        {
            var slot = _sweep.Offer((int)keys[i], eventTimes[i], arrivalTimes[i], sequences[i], positions[i]);
            if (slot == PointInTimeSweep.NoSlot || _carried is null)
            {
                continue;
            }

            if (isSorted)
            {
                _carried.Take(i, slot);
            }
            else
            {
                _carried.Drop(slot);
            }
        }

        if (isSorted)
        {
            _carried?.EndChunk(chunk, HistoryFiles.FirstFeature);
        }
    }

    /// <summary>Writes the table if the values of all answers came along: what is held in memory needs no sorting.</summary>
    /// <returns>Rows of the frame that were answered; null when nothing was written, since values are yet to be fetched.</returns>
    private long? TryWriteAtOnce(CancellationToken cancellationToken)
    {
        if (_carried is not { HoldsAll: true })
        {
            return null;
        }

        using var slots = new NativeArray<int>(checked((int)_task.Frame.RowCount));
        slots.AsSpan().Fill(PointInTimeSweep.NoSlot);
        var answered = _sweep.WriteSlots(slots.AsSpan());
        cancellationToken.ThrowIfCancellationRequested();
        _task.Connection.Execute($"CREATE TABLE {_table} ({_columns.Definitions})", cancellationToken);
        using var values = _task.Space.Append(_task.Connection, _table, [.. _features.Select(static feature => feature.Type)]);
        _carried.Write(slots.AsSpan(), values);
        values.Complete();
        return answered;
    }

    private void CreateTables(CancellationToken cancellationToken)
    {
        _task.Connection.Execute($"CREATE TABLE {MatchTable} (ordinal BIGINT, row BIGINT)", cancellationToken);
        if (_carried is not null)
        {
            _task.Connection.Execute($"CREATE TABLE {CarriedTable} (ordinal BIGINT, {_columns.Definitions})", cancellationToken);
        }
    }

    private void AppendMatches(ref long matched, ref long unfetched, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var found = _task.Space.Append(_task.Connection, MatchTable, MatchTypes);
        using var values = _carried is null ? null : _task.Space.Append(_task.Connection, CarriedTable, [MatchTypes[0], .. _features.Select(static feature => feature.Type)]);
        foreach (var match in _sweep.Matches())
        {
            matched += match.Row is null ? 0 : 1;
            if (values is not null && match.Row is not null && _carried!.Holds(match.Slot)) // There are values only where they are carried.
            {
                values.Set(0, match.Ordinal);
                _carried.Append(match.Slot, values, firstColumn: 1);
                values.EndRow();
                continue;
            }

            found.Set(0, match.Ordinal);
            if (match.Row is { } row)
            {
                found.Set(1, row);
                unfetched++;
            }

            found.EndRow();
        }

        found.Complete();
        values?.Complete();
    }

    /// <summary>Makes the table of what was matched and carried, and drops both.</summary>
    private void FetchValues(bool fromFiles, CancellationToken cancellationToken)
    {
        var parts = new List<string> { $"SELECT ordinal, {_columns.Nulls} FROM {MatchTable} WHERE row IS NULL" };
        if (_carried is not null)
        {
            parts.Add($"SELECT ordinal, {_columns.Names} FROM {CarriedTable}");
        }

        if (fromFiles)
        {
            parts.Add($"SELECT ordinal, {_columns.FromHistory} FROM {_history.From} JOIN {MatchTable} ON row = {HistoryFiles.Position}");
        }

        _task.Connection.Execute($"CREATE TABLE {_table} AS SELECT {_columns.Names} FROM ({string.Join(" UNION ALL ", parts)}) ORDER BY ordinal", cancellationToken);
        _task.Connection.Execute($"DROP TABLE {MatchTable}", cancellationToken);
        if (_carried is not null)
        {
            _task.Connection.Execute($"DROP TABLE {CarriedTable}", cancellationToken);
        }
    }
}
