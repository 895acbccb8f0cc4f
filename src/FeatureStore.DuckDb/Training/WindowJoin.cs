using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Tables;
using FeatureStore.Model;
using FeatureStore.PointInTime;
using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.Windows;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// Computes the aggregates of one view for the rows of the frame: DuckDB puts events and questions into one order by (key, time), the sweep runs through them once. Nothing is held but one
/// key's windows.
/// </summary>
/// <param name="view">The view.</param>
/// <param name="features">Places of the wanted aggregates in it.</param>
/// <param name="table">Name of the table to make: one row for each row of the frame, in its order, with the values x0, x1, ...</param>
/// <param name="connect">Opens another connection: what reads a result cannot write meanwhile.</param>
internal sealed class WindowJoin(FeatureView view, IReadOnlyList<int> features, string table, Func<DuckDbConnection> connect)
{
    private const int ChunksBetweenReports = 32;
    private const int EventTimeColumn = 3;

    // A step is the time from which it counts and, in the lowest bits, its kind: one number to sort by, and one less to carry along.
    private const int KindBits = 2;

    private readonly WindowSweep _sweep = new(view, features);
    private Value[] _inputs = [];

    // No temporary table, since those are seen by their own connection only; so its name is nobody else's.
    private readonly string _found = $"{table}_{Guid.CreateVersion7():N}";

    /// <summary>Makes the table. <see cref="ViewMatcher"/> has numbered the keys and sorted the frame.</summary>
    /// <param name="connection">Connection with the frame.</param>
    /// <param name="frame">The frame.</param>
    /// <param name="history">The files of the view.</param>
    /// <param name="rules">What an entity row may see.</param>
    /// <param name="report">Receives the part that is done, from 0 to 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>Rows of the frame whose key has had an event.</returns>
    internal long Run(
        DuckDbConnection connection, EntityFrame frame, HistoryFiles history, PointInTimeRules rules, Action<double> report, CancellationToken cancellationToken)
    {
        var types = features.Select(feature => view.Features[feature].Type).ToArray();
        var columns = types.Select(static (type, i) => string.Create(CultureInfo.InvariantCulture, $"x{i} {DuckDbTypes.SqlName(type)}"));
        connection.Execute($"CREATE TABLE {_found} (ordinal BIGINT, {Sql.List(columns)})", cancellationToken);
        try
        {
            var answered = history.IsEmpty ? 0 : Sweep(connection, frame, history, rules, report, cancellationToken);
            var values = Sql.List(features.Select(static (_, i) => string.Create(CultureInfo.InvariantCulture, $"x{i}")));
            connection.Execute(
                $"CREATE TEMP TABLE {table} AS SELECT {values} FROM {EntityFrame.Table} LEFT JOIN {_found} ON {EntityFrame.Table}.rowid = ordinal ORDER BY {EntityFrame.Table}.rowid", cancellationToken);
            return answered;
        }
        finally
        {
            connection.Execute($"DROP TABLE {_found}", CancellationToken.None);
        }
    }

    private long Sweep(
        DuckDbConnection connection, EntityFrame frame, HistoryFiles history, PointInTimeRules rules, Action<double> report, CancellationToken cancellationToken)
    {
        var first = frame.FirstTime.UnixMicroseconds;
        var reach = _sweep.Reach.Ticks / TimeSpan.TicksPerMicrosecond;
        var oldest = first < long.MinValue + reach ? long.MinValue : first - reach;
        using var reader = connection.Query(
            SelectInOrder(history, rules), cancellationToken, Value.Of(frame.LastTime.UnixMicroseconds), Value.Of(rules.LastArrival), Value.Of(new Instant(oldest)));
        DataType[] types = [new(ScalarType.Int64), .. features.Select(feature => view.Features[feature].Type)];

        DataType[] inputTypes = [.. view.Inputs.Select(static input => input.Type)];
        using var writing = connect();
        using var appender = writing.AppendShared(_found, types);
        var (key, answered, rows) = (-1, 0L, 0L);
        var values = new Value[features.Count];
        for (var chunks = 1; reader.ReadChunk(out var chunk); chunks++)
        {
            ValueReading.ReadRows(chunk, rules.IsSeenOnArrival ? EventTimeColumn + 1 : EventTimeColumn, inputTypes, ref _inputs);
            answered += Take(chunk, rules, appender, ref key, values);
            rows += chunk.RowCount;
            if (chunks % ChunksBetweenReports == 0)
            {
                report(Math.Min(1, (double)rows / (history.RowCount + frame.RowCount)));
            }
        }

        appender.Complete();
        return answered;
    }

    private long Take(DuckDbChunk chunk, PointInTimeRules rules, DuckDbAppender appender, ref int key, Value[] values)
    {
        var keys = chunk[0].Data<int>();
        var steps = chunk[1].Data<long>();
        var places = chunk[2].Data<long>();
        var eventTimes = rules.IsSeenOnArrival ? chunk[EventTimeColumn].Data<long>() : default;
        var answered = 0L;
        for (var row = 0; row < chunk.RowCount; row++)
        {
            if (keys[row] != key)
            {
                key = keys[row];
                _sweep.BeginKey();
            }

            var (time, kind) = (steps[row] >> KindBits, (StepKind)(steps[row] & ((1 << KindBits) - 1)));
            if (kind == StepKind.Question)
            {
                answered += _sweep.Read(time, values) ? 1 : 0;
                Append(appender, places[row], values);
            }
            else if (kind == StepKind.Seen)
            {
                _sweep.See();
            }
            else
            {
                var eventTime = rules.IsSeenOnArrival ? eventTimes[row] : time - rules.Step;
                _sweep.Add(eventTime, places[row], _inputs.AsSpan(row * view.Inputs.Count, view.Inputs.Count));
            }
        }

        return answered;
    }

    private static void Append(DuckDbAppender appender, long ordinal, Value[] values)
    {
        appender.Set(0, ordinal);
        for (var i = 0; i < values.Length; i++)
        {
            appender.Set(1 + i, values[i]);
        }

        appender.EndRow();
    }

    /// <summary>
    /// Every step with what <see cref="Take"/> needs of it, and no more, since all of it is sorted: number of the key, the step, sequence of an event or ordinal of a question, event time
    /// where that is not the time from which it counts, inputs. At one time events come before questions; in which order events of one time come does not matter.
    /// A key is seen from its first event on, however old or late that is. Parameters: the last time asked for, the last arrival that counts, the oldest event time that a window reaches.
    /// </summary>
    private string SelectInOrder(HistoryFiles history, PointInTimeRules rules)
    {
        var seen = SeenFrom(rules);
        var from = $"FROM {history.From} JOIN {ViewMatcher.KeyTable} ON {history.HasKey} WHERE {seen} <= $1 AND epoch_us(h.{OfflineColumns.ArrivalTime}) <= $2";
        var counts = $"h.{OfflineColumns.EventTime} >= $3 AND h.{Sql.Name(ViewColumns.LateName)} IS NOT TRUE";
        var (eventTime, noTime) = rules.IsSeenOnArrival ? ($", epoch_us(h.{OfflineColumns.EventTime})", ", NULL::BIGINT") : (string.Empty, string.Empty);
        var inputs = string.Concat(view.Inputs.Select(static (input, i) => string.Create(CultureInfo.InvariantCulture, $", h.{Sql.Name(ViewColumns.InputPrefix + input.Column)} AS i{i}")));
        var none = string.Concat(view.Inputs.Select(static (input, i) => string.Create(CultureInfo.InvariantCulture, $", CAST(NULL AS {DuckDbTypes.SqlName(input.Type)}) AS i{i}")));
        return
            $"SELECT * FROM (" +
            $"SELECT {ViewMatcher.KeyTable}.rowid::INTEGER AS key, {Step(seen, StepKind.Event)} AS step, h.{OfflineColumns.Sequence} AS place{eventTime}{inputs} {from} AND {counts} " +
            $"UNION ALL SELECT {ViewMatcher.KeyTable}.rowid::INTEGER, {Step($"min({seen})", StepKind.Seen)}, 0{noTime}{none} {from} AND NOT ({counts}) GROUP BY 1 " +
            $"UNION ALL SELECT key::INTEGER, {Step("t", StepKind.Question)}, ordinal{noTime}{none} FROM {ViewMatcher.EntityTable}" +
            ") ORDER BY key, step";
    }

    private static string Step(string time, StepKind kind) => string.Create(CultureInfo.InvariantCulture, $"{time} * {1 << KindBits} + {(int)kind}");

    /// <summary>The same as <see cref="PointInTimeRules.VisibleFrom"/> of a row that arrived in time.</summary>
    private static string SeenFrom(PointInTimeRules rules)
    {
        var seen = string.Create(CultureInfo.InvariantCulture, $"(epoch_us(h.{OfflineColumns.EventTime}) + {rules.Step})");
        return rules.IsSeenOnArrival ? $"greatest({seen}, epoch_us(h.{OfflineColumns.ArrivalTime}))" : seen;
    }

    /// <summary>What a step is, in the order that steps of one time have.</summary>
    private enum StepKind
    {
        Event,
        Seen,
        Question,
    }
}
