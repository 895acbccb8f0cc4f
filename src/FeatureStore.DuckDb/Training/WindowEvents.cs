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
/// Selects the events of the keys of a frame in the order of (key, moment from which they count) and reads them. All that is selected is sorted, and every column costs, so that only those are
/// taken that the sweep needs. Not thread-safe.
/// </summary>
/// <param name="view">The view.</param>
/// <param name="history">Its files.</param>
/// <param name="rules">What an entity row may see.</param>
/// <param name="hasSequences">Whether the position in the log is needed.</param>
internal sealed class WindowEvents(FeatureView view, HistoryFiles history, PointInTimeRules rules, bool hasSequences)
{
    // A step is the moment from which it counts and, in the lowest bit, its kind: one number to sort by, and one less to carry along.
    private const int Step = 2;
    private const int StepColumn = 1;

    private readonly DataType[] _types = [.. view.Inputs.Select(static input => input.Type)];
    private readonly int _sequenceColumn = StepColumn + 1;
    private readonly int _timeColumn = hasSequences ? StepColumn + 2 : StepColumn + 1;
    private Value[] _inputs = [];

    /// <summary>
    /// The statement. In which order events of one moment come does not matter. A key is seen from its first event on, however old or late that is.
    /// Parameters: the last time asked for, the last arrival that counts, the oldest event time that a window reaches.
    /// </summary>
    internal string Select
    {
        get
        {
            var seen = SeenFrom(rules);
            var from = $"FROM {history.From} JOIN {ViewMatcher.KeyTable} ON {history.HasKey} WHERE {seen} <= $1 AND epoch_us(h.{OfflineColumns.ArrivalTime}) <= $2";
            var counts = $"h.{OfflineColumns.EventTime} >= $3 AND h.{Sql.Name(ViewColumns.LateName)} IS NOT TRUE";
            var (sequence, noSequence) = hasSequences ? ($", h.{OfflineColumns.Sequence}", ", NULL::BIGINT") : (string.Empty, string.Empty);
            var (eventTime, noTime) = rules.IsSeenOnArrival ? ($", epoch_us(h.{OfflineColumns.EventTime})", ", NULL::BIGINT") : (string.Empty, string.Empty);
            var inputs = string.Concat(view.Inputs.Select(static input => $", h.{Sql.Name(ViewColumns.InputPrefix + input.Column)}"));
            var none = string.Concat(view.Inputs.Select(static input => $", CAST(NULL AS {DuckDbTypes.SqlName(input.Type)})"));
            return
                $"SELECT * FROM (" +
                $"SELECT {ViewMatcher.KeyTable}.rowid::INTEGER AS key, {seen} * {Step} AS step{sequence}{eventTime}{inputs} {from} AND {counts} " +
                $"UNION ALL SELECT {ViewMatcher.KeyTable}.rowid::INTEGER, min({seen}) * {Step} + 1{noSequence}{noTime}{none} {from} AND NOT ({counts}) GROUP BY 1" +
                ") ORDER BY key, step";
        }
    }

    /// <summary>Takes a chunk of the statement's result.</summary>
    /// <param name="chunk">The chunk.</param>
    /// <param name="before">Called before each event, with its key and the moment from which it counts.</param>
    /// <param name="sweep">Takes the events.</param>
    internal void Take(DuckDbChunk chunk, Action<int, long> before, WindowSweep sweep)
    {
        ValueReading.ReadRows(chunk, rules.IsSeenOnArrival ? _timeColumn + 1 : _timeColumn, _types, ref _inputs);
        var keys = chunk[0].Data<int>();
        var steps = chunk[StepColumn].Data<long>();
        var sequences = hasSequences ? chunk[_sequenceColumn].Data<long>() : default;
        var eventTimes = rules.IsSeenOnArrival ? chunk[_timeColumn].Data<long>() : default;
        for (var row = 0; row < chunk.RowCount; row++)
        {
            var moment = steps[row] >> 1;
            before(keys[row], moment);
            if ((steps[row] & 1) != 0)
            {
                sweep.See();
            }
            else
            {
                sweep.Add(
                    rules.IsSeenOnArrival ? eventTimes[row] : moment - rules.Step, hasSequences ? sequences[row] : 0, _inputs.AsSpan(row * _types.Length, _types.Length));
            }
        }
    }

    /// <summary>The same as <see cref="PointInTimeRules.VisibleFrom"/> of a row that arrived in time.</summary>
    private static string SeenFrom(PointInTimeRules rules)
    {
        var seen = string.Create(CultureInfo.InvariantCulture, $"(epoch_us(h.{OfflineColumns.EventTime}) + {rules.Step})");
        return rules.IsSeenOnArrival ? $"greatest({seen}, epoch_us(h.{OfflineColumns.ArrivalTime}))" : seen;
    }
}
