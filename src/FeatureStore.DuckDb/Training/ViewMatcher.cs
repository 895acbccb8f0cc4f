using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.Model;
using FeatureStore.PointInTime;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// Finds for each row of the frame the position of the row that answers it in one view. DuckDB numbers the join keys and sorts the frame by key and
/// time; the sweep takes the frame slice by slice, and the whole history for each slice. Of files that are sorted by key the values come along.
/// </summary>
internal sealed class ViewMatcher
{
    /// <summary>The rows of the frame whose values are not in <see cref="CarriedTable"/>: the number as <c>ordinal</c>, and as <c>row</c> the position found or null.</summary>
    internal const string MatchTable = "view_matches";

    /// <summary>The rows of the frame whose values were carried along: the number as <c>ordinal</c>, and the values as x0, x1, ...</summary>
    internal const string CarriedTable = "view_carried";

    private const int ChunksBetweenReports = 32;

    private static readonly DataType[] MatchTypes = [new(ScalarType.Int64), new(ScalarType.Int64)];

    private readonly DuckDbConnection _connection;
    private readonly EntityFrame _frame;
    private readonly EntityOrder _order;
    private readonly HistoryFiles _history;
    private readonly PointInTimeRules _rules;
    private readonly long _memoryBytes;

    /// <param name="connection">Connection with the frame.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="order">Its rows by the keys of the view.</param>
    /// <param name="history">The files of the view.</param>
    /// <param name="rules">What counts.</param>
    /// <param name="memoryBytes">Memory of the sweep; texts and lists that are carried along may take as much again.</param>
    internal ViewMatcher(DuckDbConnection connection, EntityFrame frame, EntityOrder order, HistoryFiles history, PointInTimeRules rules, long memoryBytes)
        => (_connection, _frame, _order, _history, _rules, _memoryBytes) = (connection, frame, order, history, rules, memoryBytes);

    /// <summary>Rows of <see cref="MatchTable"/> whose values are yet to be fetched, after <see cref="Match"/>.</summary>
    internal long Unfetched { get; private set; }

    /// <summary>Fills <see cref="MatchTable"/> and <see cref="CarriedTable"/>.</summary>
    /// <param name="features">The features to carry along.</param>
    /// <param name="condition">Rows of the history that count at all; null for all.</param>
    /// <param name="report">Receives the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Rows of the frame that were answered.</returns>
    internal long Match(IReadOnlyList<Feature> features, string? condition, Action<double> report, CancellationToken cancellationToken)
    {
        DataType[] carriedTypes = [MatchTypes[0], .. features.Select(static feature => feature.Type)];
        var columns = features.Select(static (feature, i) => string.Create(CultureInfo.InvariantCulture, $", x{i} {DuckDbTypes.SqlName(feature.Type)}"));
        _connection.Execute($"CREATE OR REPLACE TEMP TABLE {MatchTable} (ordinal BIGINT, row BIGINT)", cancellationToken);
        _connection.Execute($"CREATE OR REPLACE TEMP TABLE {CarriedTable} (ordinal BIGINT{string.Concat(columns)})", cancellationToken);
        var carries = _history.HasSorted && CarriedValues.CanCarry(features.Count);
        var bytesPerRow = carries ? CarriedValues.BytesPerEntityRow(features.Count) : PointInTimeSweep.BytesPerEntityRow;
        var capacity = (int)Math.Clamp(Math.Min(_frame.RowCount, _memoryBytes / bytesPerRow), 1, Array.MaxLength / Math.Max(1, features.Count));
        var sweep = new PointInTimeSweep(_rules, capacity);
        var carried = carries ? new CarriedValues([.. features.Select(static feature => feature.Type)], capacity, _memoryBytes) : null;
        var matched = 0L;
        Unfetched = 0;
        for (var first = 0L; first < _order.Count; first += capacity)
        {
            carried?.Clear(sweep.Count);
            sweep.Clear();
            AddEntities(sweep, first, capacity, cancellationToken);
            var done = (double)first / _order.Count;
            OfferHistory(sweep, carried, features, condition, part => report(done + (part * sweep.Count / _order.Count)), cancellationToken);
            matched += AppendMatches(sweep, carried, carriedTypes, cancellationToken);
        }

        _connection.Execute($"INSERT INTO {MatchTable} SELECT rowid, NULL FROM {EntityFrame.Table} WHERE {_order.HasNoKey}", cancellationToken);
        return matched;
    }

    private void AddEntities(PointInTimeSweep sweep, long first, int capacity, CancellationToken cancellationToken)
    {
        var sql = $"SELECT key, t, ordinal FROM {_order.EntityTable} WHERE rowid >= $1 AND rowid < $2";
        using var reader = _connection.Query(sql, cancellationToken, Value.Of(first), Value.Of(first + capacity));
        while (reader.ReadChunk(out var chunk))
        {
            var keys = chunk[0].Data<long>();
            var times = chunk[1].Data<long>();
            var ordinals = chunk[2].Data<long>();
            for (var i = 0; i < chunk.RowCount; i++)
            {
                sweep.AddEntity(checked((int)keys[i]), times[i], ordinals[i]);
            }
        }
    }

    private void OfferHistory(
        PointInTimeSweep sweep, CarriedValues? carried, IReadOnlyList<Feature> features, string? condition, Action<double> report, CancellationToken cancellationToken)
    {
        var isWhole = sweep.Count == _order.Count;
        var slice = isWhole ? null : string.Create(CultureInfo.InvariantCulture, $"{_order.KeyTable}.rowid BETWEEN {sweep.FirstKey} AND {sweep.LastKey}");
        var both = slice is null || condition is null ? slice ?? condition : $"{slice} AND {condition}";
        var offered = 0L;
        if (_history.HasSorted)
        {
            Offer(isSorted: true, carried is null ? [] : features);
        }

        if (_history.HasUnsorted)
        {
            Offer(isSorted: false, []);
        }

        report(1);

        void Offer(bool isSorted, IReadOnlyList<Feature> read)
        {
            using var reader = _history.Read(
                _connection, isSorted, read, _order.KeyTable, (_frame.FirstTime, _frame.LastTime), _rules, both, cancellationToken);
            for (var chunks = 1; reader.ReadChunk(out var chunk); chunks++)
            {
                OfferChunk(sweep, chunk, carried, isSorted);
                offered += chunk.RowCount;
                if (chunks % ChunksBetweenReports == 0)
                {
                    report(Math.Min(1, (double)offered / _history.RowCount));
                }
            }
        }
    }

    private static void OfferChunk(PointInTimeSweep sweep, DuckDbChunk chunk, CarriedValues? carried, bool isSorted)
    {
        var keys = chunk[0].Data<long>();
        var eventTimes = chunk[1].Data<long>();
        var arrivalTimes = chunk[2].Data<long>();
        var sequences = chunk[3].Data<long>();
        var positions = chunk[4].Data<long>();
        for (var i = 0; i < chunk.RowCount; i++)
        {
            var slot = sweep.Offer((int)keys[i], eventTimes[i], arrivalTimes[i], sequences[i], positions[i]);
            if (slot < 0 || carried is null)
            {
                continue;
            }

            if (isSorted)
            {
                carried.Take(i, slot);
            }
            else
            {
                carried.Drop(slot);
            }
        }

        if (isSorted)
        {
            carried?.EndChunk(chunk, HistoryFiles.FirstFeature);
        }
    }

    private long AppendMatches(PointInTimeSweep sweep, CarriedValues? carried, IReadOnlyList<DataType> carriedTypes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var found = _connection.Append(MatchTable, MatchTypes);
        using var values = _connection.Append(CarriedTable, carriedTypes);
        var matched = 0L;
        foreach (var match in sweep.Matches())
        {
            matched += match.Row is null ? 0 : 1;
            if (match.Row is not null && carried?.Holds(match.Slot) == true)
            {
                values.Set(0, match.Ordinal);
                carried.Append(match.Slot, values, firstColumn: 1);
                values.EndRow();
                continue;
            }

            found.Set(0, match.Ordinal);
            if (match.Row is { } row)
            {
                found.Set(1, row);
                Unfetched++;
            }

            found.EndRow();
        }

        found.Complete();
        values.Complete();
        return matched;
    }
}
