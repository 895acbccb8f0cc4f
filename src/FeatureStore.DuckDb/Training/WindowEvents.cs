using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Engine;
using FeatureStore.DuckDb.Training.Sorting;
using FeatureStore.Model;
using FeatureStore.PointInTime;
using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.Windows;

namespace FeatureStore.DuckDb.Training;

/// <summary>
/// Selects the events of the keys of a frame, to be sorted by (key, moment from which they count), and reads them back. Every column costs, so that only those are taken that the sweep
/// needs. Not thread-safe, unless said otherwise.
/// </summary>
/// <param name="view">The view.</param>
/// <param name="history">Its files.</param>
/// <param name="rules">What an entity row may see.</param>
/// <param name="hasSequences">Whether the position in the log is needed.</param>
internal sealed class WindowEvents(FeatureView view, HistoryFiles history, PointInTimeRules rules, bool hasSequences)
{
    // A step is the moment from which it counts and, in the lowest bit, its kind: one number to sort by.
    private const int Step = 2;
    private const int StepColumn = 1;

    private readonly DataType[] _types = [.. view.Inputs.Select(static input => input.Type)];
    private readonly int _firstInput = StepColumn + 1 + (hasSequences ? 1 : 0) + (rules.IsSeenOnArrival ? 1 : 0);
    private readonly EncodedRows _rows = new();

    /// <summary>
    /// The events that count. Parameters: the last time asked for, the oldest event time that a window reaches, and where arrivals are cut the last one that counts. The order is left open.
    /// </summary>
    /// <param name="keyTable">Numbers the keys, see <see cref="EntityOrder.KeyTable"/>.</param>
    internal string SelectEvents(string keyTable)
    {
        var sequence = hasSequences ? $", h.{OfflineColumns.Sequence}" : string.Empty;
        var eventTime = rules.IsSeenOnArrival ? $", epoch_us(h.{OfflineColumns.EventTime})" : string.Empty;
        var inputs = string.Concat(view.Inputs.Select(static input => $", h.{Sql.Name(ViewColumns.InputPrefix + input.Column)}"));
        return $"SELECT {Key(keyTable)}, {Seen} * {Step}{sequence}{eventTime}{inputs} {From(keyTable)} AND {IsInReach} AND {Late} IS NOT TRUE";
    }

    /// <summary>
    /// For each key the first of the events that do not count, since a key is seen from its first event on: those before every window, and those that came too late. Two statements, since the
    /// figures that Parquet keeps of a column mostly tell that there are none. The same parameters.
    /// </summary>
    internal IEnumerable<string> SelectFirsts(string keyTable)
        => new[] { $"NOT ({IsInReach})", $"{IsInReach} AND {Late}" }.Select(others => $"SELECT {Key(keyTable)}, min({Seen}) * {Step} + 1 {From(keyTable)} AND {others} GROUP BY 1");

    private static string Key(string keyTable) => $"{keyTable}.rowid::INTEGER";

    private static string IsInReach => $"h.{OfflineColumns.EventTime} >= $2";

    private static string Late => $"h.{Sql.Name(ViewColumns.LateName)}";

    /// <summary>The same as <see cref="PointInTimeRules.VisibleFrom"/> of a row that arrived in time.</summary>
    private string Seen
    {
        get
        {
            var seen = string.Create(CultureInfo.InvariantCulture, $"(epoch_us(h.{OfflineColumns.EventTime}) + {rules.Step})");
            return rules.IsSeenOnArrival ? $"greatest({seen}, epoch_us(h.{OfflineColumns.ArrivalTime}))" : seen;
        }
    }

    // Arrivals are a column more to read.
    private string From(string keyTable) => $"FROM {history.From} JOIN {keyTable} ON {history.HasKey} WHERE {Seen} <= $1"
        + (HasLastArrival ? $" AND epoch_us(h.{OfflineColumns.ArrivalTime}) <= $3" : string.Empty);

    private bool HasLastArrival => rules.LastArrival < long.MaxValue;

    /// <summary>The parameters.</summary>
    /// <param name="last">The last time asked for.</param>
    /// <param name="oldest">The oldest event time that a window reaches.</param>
    internal Value[] Parameters(Instant last, Instant oldest)
        => HasLastArrival ? [Value.Of(last.UnixMicroseconds), Value.Of(oldest), Value.Of(rules.LastArrival)] : [Value.Of(last.UnixMicroseconds), Value.Of(oldest)];

    /// <summary>Gives the events of a chunk to be sorted.</summary>
    internal void SortEvents(DuckDbChunk chunk, EventSorter sorter)
    {
        var keys = chunk[0].Data<int>();
        var steps = chunk[StepColumn].Data<long>();
        _rows.Begin(chunk.RowCount);
        for (var column = StepColumn + 1; column < _firstInput; column++)
        {
            _rows.Add(chunk[column].Data<long>());
        }

        for (var column = 0; column < _types.Length; column++)
        {
            _rows.Add(chunk[_firstInput + column], _types[column]);
        }

        for (var row = 0; row < chunk.RowCount; row++)
        {
            sorter.Add(keys[row], steps[row], _rows[row]);
        }
    }

    /// <summary>Gives the first moments of keys to be sorted.</summary>
    internal static void SortFirst(DuckDbChunk chunk, EventSorter sorter)
    {
        var keys = chunk[0].Data<int>();
        var steps = chunk[StepColumn].Data<long>();
        for (var row = 0; row < chunk.RowCount; row++)
        {
            sorter.Add(keys[row], steps[row], []);
        }
    }

    /// <summary>The moment from which a sorted event counts.</summary>
    internal static long MomentOf(ReadOnlySpan<byte> row) => EventRow.StepOf(row) >> 1;

    /// <summary>Gives a sorted event to the sweep. Thread-safe.</summary>
    /// <param name="row">The event.</param>
    /// <param name="inputs">Room for its inputs.</param>
    /// <param name="sweep">Takes it.</param>
    internal void Feed(ReadOnlySpan<byte> row, Span<Value> inputs, WindowSweep sweep)
    {
        if ((EventRow.StepOf(row) & 1) != 0)
        {
            sweep.See();
            return;
        }

        var reader = new ValueReader(EventRow.RestOf(row));
        var sequence = hasSequences ? reader.ReadInt64() : 0;
        var eventTime = rules.IsSeenOnArrival ? reader.ReadInt64() : MomentOf(row) - rules.Step;
        foreach (ref var input in inputs)
        {
            input = reader.ReadValue();
        }

        sweep.Add(eventTime, sequence, inputs);
    }
}
