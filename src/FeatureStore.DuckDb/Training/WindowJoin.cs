using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.Model;
using FeatureStore.PointInTime;
using FeatureStore.Windows;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// Computes the aggregates of one view for the rows of the frame: DuckDB puts events and rows each into the order of (key, time), the sweep runs through both at once. Nothing is held but one
/// key's windows. For one join only, and not thread-safe.
/// </summary>
internal sealed class WindowJoin
{
    private const int ChunksBetweenReports = 32;

    private readonly IReadOnlyList<DataType> _types;
    private readonly WindowSweep _sweep;
    private readonly WindowEvents _events;
    private readonly Value[] _values;
    private readonly HistoryFiles _history;
    private readonly PointInTimeRules _rules;
    private readonly string _table;
    private readonly Func<DuckDbConnection> _connect;

    // No temporary tables, since those are seen by their own connection only; so their names are nobody else's.
    private readonly string _asked;
    private readonly string _found;
    private int _key = -1;
    private long _answered;

    /// <param name="view">The view.</param>
    /// <param name="features">Places of the wanted aggregates in it.</param>
    /// <param name="history">The files of the view.</param>
    /// <param name="rules">What an entity row may see.</param>
    /// <param name="table">Name of the table to make: one row for each row of the frame, in its order, with the values x0, x1, ...</param>
    /// <param name="connect">Opens another connection: each reads one result at a time, and what reads cannot write meanwhile.</param>
    internal WindowJoin(FeatureView view, IReadOnlyList<int> features, HistoryFiles history, PointInTimeRules rules, string table, Func<DuckDbConnection> connect)
    {
        (_history, _rules, _table, _connect) = (history, rules, table, connect);
        _types = [.. features.Select(feature => view.Features[feature].Type)];
        _values = new Value[features.Count];
        _sweep = new WindowSweep(view, features);
        _events = new WindowEvents(view, history, rules, _sweep.UsesSequences);
        (_asked, _found) = ($"{table}_asked_{Guid.CreateVersion7():N}", $"{table}_found_{Guid.CreateVersion7():N}");
    }

    /// <summary>Makes the table. <see cref="ViewMatcher"/> has numbered the keys and sorted the frame.</summary>
    /// <param name="connection">Connection with the frame.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="report">Receives the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Rows of the frame whose key has had an event.</returns>
    internal long Run(DuckDbConnection connection, EntityFrame frame, Action<double> report, CancellationToken cancellationToken)
    {
        var columns = _types.Select(static (type, i) => string.Create(CultureInfo.InvariantCulture, $"x{i} {DuckDbTypes.SqlName(type)}"));
        try
        {
            connection.Execute($"CREATE TABLE {_found} (ordinal BIGINT, {Sql.List(columns)})", cancellationToken);
            if (!_history.IsEmpty)
            {
                connection.Execute($"CREATE TABLE {_asked} AS SELECT {AskedRows.Columns} FROM {ViewMatcher.EntityTable}", cancellationToken);
                Sweep(connection, frame, report, cancellationToken);
            }

            var values = Sql.List(_types.Select(static (_, i) => string.Create(CultureInfo.InvariantCulture, $"x{i}")));
            connection.Execute(
                $"CREATE TEMP TABLE {_table} AS SELECT {values} FROM {EntityFrame.Table} LEFT JOIN {_found} ON {EntityFrame.Table}.rowid = ordinal ORDER BY {EntityFrame.Table}.rowid", cancellationToken);
            return _answered;
        }
        finally
        {
            connection.Execute($"DROP TABLE IF EXISTS {_asked}", CancellationToken.None);
            connection.Execute($"DROP TABLE IF EXISTS {_found}", CancellationToken.None);
        }
    }

    private void Sweep(DuckDbConnection connection, EntityFrame frame, Action<double> report, CancellationToken cancellationToken)
    {
        var first = frame.FirstTime.UnixMicroseconds;
        var reach = _sweep.Reach.Ticks / TimeSpan.TicksPerMicrosecond;
        var oldest = first < long.MinValue + reach ? long.MinValue : first - reach;
        using var reading = _connect();
        using var asked = new AskedRows(reading, _asked, cancellationToken);
        using var writing = _connect();
        using var appender = writing.AppendShared(_found, [new DataType(ScalarType.Int64), .. _types]);
        using var events = connection.Query(
            _events.Select, cancellationToken, Value.Of(frame.LastTime.UnixMicroseconds), Value.Of(_rules.LastArrival), Value.Of(new Instant(oldest)));
        Action<int, long> before = (key, moment) => AnswerBefore(asked, key, moment, appender);
        var rows = 0L;
        for (var chunks = 1; events.ReadChunk(out var chunk); chunks++)
        {
            _events.Take(chunk, before, _sweep);
            rows += chunk.RowCount;
            if (chunks % ChunksBetweenReports == 0)
            {
                report(Math.Min(1, (double)rows / _history.RowCount));
            }
        }

        AnswerBefore(asked, int.MaxValue, long.MaxValue, appender);
        appender.Complete();
    }

    /// <summary>Answers what is asked before a step and goes to the step's key.</summary>
    private void AnswerBefore(AskedRows asked, int key, long moment, DuckDbAppender appender)
    {
        while (asked.IsBefore(key, moment))
        {
            GoTo(asked.Key);
            if (_sweep.Read(asked.Time, _values))
            {
                _answered++;
                Append(appender, asked.Ordinal);
            }

            asked.Advance();
        }

        GoTo(key);
    }

    private void GoTo(int key)
    {
        if (_key != key)
        {
            _key = key;
            _sweep.BeginKey();
        }
    }

    private void Append(DuckDbAppender appender, long ordinal)
    {
        appender.Set(0, ordinal);
        for (var i = 0; i < _values.Length; i++)
        {
            appender.Set(1 + i, _values[i]);
        }

        appender.EndRow();
    }
}
