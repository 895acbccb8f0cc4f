using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.PointInTime;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// Finds for each row of the frame the position of the row that answers it in one view. DuckDB numbers the join keys and sorts the frame by key and
/// time; the sweep takes the frame slice by slice, and the whole history for each slice.
/// </summary>
internal sealed class ViewMatcher
{
    /// <summary>The result: one row per row of the frame with its number, and the position found or null.</summary>
    internal const string MatchTable = "view_matches";

    /// <summary>The join keys of the frame; their row ids number them.</summary>
    internal const string KeyTable = "view_keys";

    /// <summary>The rows of the frame that have a key: its number, the time and the number of the row; sorted by key and time.</summary>
    internal const string EntityTable = "view_entities";

    private const int ChunksBetweenReports = 32;

    private static readonly DataType[] MatchTypes = [new(ScalarType.Int64), new(ScalarType.Int64)];

    private readonly DuckDbConnection _connection;
    private readonly EntityFrame _frame;
    private readonly HistoryFiles _history;
    private readonly PointInTimeRules _rules;
    private readonly int _sliceCapacity;
    private readonly long _entityCount;

    /// <summary>Prepares the keys and the sorted frame.</summary>
    internal ViewMatcher(
        DuckDbConnection connection,
        EntityFrame frame,
        IReadOnlyList<string> keyColumns,
        HistoryFiles history,
        PointInTimeRules rules,
        long memoryBytes,
        CancellationToken cancellationToken)
    {
        _connection = connection;
        _frame = frame;
        _history = history;
        _rules = rules;
        _sliceCapacity = (int)Math.Clamp(Math.Min(frame.RowCount, memoryBytes / PointInTimeSweep.BytesPerEntityRow), 1, Array.MaxLength);
        HasNoKey = string.Join(" OR ", keyColumns.Select(static key => $"{key} IS NULL").DefaultIfEmpty("false"));

        var keys = keyColumns.Select(static (key, i) => $"{key} AS j{i}").DefaultIfEmpty("0 AS nothing");
        connection.Execute(
            $"CREATE OR REPLACE TEMP TABLE {KeyTable} AS SELECT DISTINCT {Sql.List(keys)} FROM {EntityFrame.Table} WHERE NOT ({HasNoKey})", cancellationToken);
        var equal = keyColumns.Select(static (key, i) => $"{key} = j{i}").DefaultIfEmpty("true");
        _entityCount = connection.Execute(
            $"CREATE OR REPLACE TEMP TABLE {EntityTable} AS SELECT {KeyTable}.rowid AS key, t, {EntityFrame.Table}.rowid AS ordinal " +
            $"FROM {EntityFrame.Table} JOIN {KeyTable} ON {string.Join(" AND ", equal)} ORDER BY key, t",
            cancellationToken);
    }

    /// <summary>What a row of the frame is that has no key.</summary>
    internal string HasNoKey { get; }

    /// <summary>Fills <see cref="MatchTable"/>.</summary>
    /// <param name="condition">Rows of the history that count at all; null for all.</param>
    /// <param name="report">Receives the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Rows of the frame that were answered.</returns>
    internal long Match(string? condition, Action<double> report, CancellationToken cancellationToken)
    {
        _connection.Execute($"CREATE OR REPLACE TEMP TABLE {MatchTable} (ordinal BIGINT, row BIGINT)", cancellationToken);
        var matched = 0L;
        var sweep = new PointInTimeSweep(_rules, _sliceCapacity);
        for (var first = 0L; first < _entityCount; first += _sliceCapacity)
        {
            sweep.Clear();
            AddEntities(sweep, first, cancellationToken);
            if (!_history.IsEmpty)
            {
                var done = (double)first / _entityCount;
                OfferHistory(sweep, condition, part => report(done + (part * sweep.Count / _entityCount)), cancellationToken);
            }

            matched += AppendMatches(sweep, cancellationToken);
        }

        _connection.Execute($"INSERT INTO {MatchTable} SELECT rowid, NULL FROM {EntityFrame.Table} WHERE {HasNoKey}", cancellationToken);
        return matched;
    }

    private void AddEntities(PointInTimeSweep sweep, long first, CancellationToken cancellationToken)
    {
        var sql = $"SELECT key, t, ordinal FROM {EntityTable} WHERE rowid >= $1 AND rowid < $2";
        using var reader = _connection.Query(sql, cancellationToken, Value.Of(first), Value.Of(first + _sliceCapacity));
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

    private void OfferHistory(PointInTimeSweep sweep, string? condition, Action<double> report, CancellationToken cancellationToken)
    {
        var isWhole = sweep.Count == _entityCount;
        var slice = isWhole ? null : string.Create(CultureInfo.InvariantCulture, $"{KeyTable}.rowid BETWEEN {sweep.FirstKey} AND {sweep.LastKey}");
        var both = slice is null || condition is null ? slice ?? condition : $"{slice} AND {condition}";
        using var reader = _history.Read(_connection, KeyTable, (_frame.FirstTime, _frame.LastTime), _rules, both, cancellationToken);
        var offered = 0L;
        for (var chunks = 1; reader.ReadChunk(out var chunk); chunks++)
        {
            Offer(sweep, chunk);
            offered += chunk.RowCount;
            if (chunks % ChunksBetweenReports == 0)
            {
                report(Math.Min(1, (double)offered / _history.RowCount));
            }
        }

        report(1);
    }

    private static void Offer(PointInTimeSweep sweep, DuckDbChunk chunk)
    {
        var keys = chunk[0].Data<long>();
        var eventTimes = chunk[1].Data<long>();
        var arrivalTimes = chunk[2].Data<long>();
        var sequences = chunk[3].Data<long>();
        var positions = chunk[4].Data<long>();
        for (var i = 0; i < chunk.RowCount; i++)
        {
            sweep.Offer((int)keys[i], eventTimes[i], arrivalTimes[i], sequences[i], positions[i]);
        }
    }

    private long AppendMatches(PointInTimeSweep sweep, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var appender = _connection.Append(MatchTable, MatchTypes);
        var matched = 0L;
        foreach (var match in sweep.Matches())
        {
            appender.Set(0, match.Ordinal);
            if (match.Row is { } row)
            {
                appender.Set(1, row);
                matched++;
            }

            appender.EndRow();
        }

        appender.Complete();
        return matched;
    }
}
