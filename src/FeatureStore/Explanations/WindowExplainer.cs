using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.PointInTime;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Rows;
using FeatureStore.Windows;

namespace FeatureStore.Explanations;

/// <summary>
/// Explains an aggregate. The value comes from <see cref="WindowSweep"/>, as in training sets and in the proof; which events it takes, and what became of the others, is noted on the way.
/// Nothing is held but the events that are listed and one tile.
/// </summary>
internal sealed class WindowExplainer
{
    /// <summary>How many events are shown on either side of the window.</summary>
    private const int Neighbours = 3;

    private readonly Moment _moment;
    private readonly int _maxEvents;
    private readonly Feature _feature;
    private readonly WindowSeries _series;
    private readonly WindowShape _shape;
    private readonly WindowSweep _sweep;
    private readonly PointInTimeRules _rules;
    private readonly int _inputCount;
    private readonly int[] _shown;
    private readonly IReadOnlyList<ViewInput> _inputs;
    private readonly int[] _told;
    private readonly IReadOnlyList<ViewInput> _others;

    internal WindowExplainer(FeatureView view, int feature, Moment moment, int maxEvents)
    {
        (_moment, _maxEvents, _feature) = (moment, maxEvents, view.Features[feature]);
        var plan = WindowPlan.Of(view);
        var planned = plan.Features.First(other => other.Feature == feature);
        (_series, _shape) = (plan.Series[planned.Series], planned.Shape);
        _sweep = new WindowSweep(view, [feature]);
        _rules = PointInTimeRules.OfLookups(view);
        var columns = new ViewColumns(view);
        Columns = [.. columns.All.Skip(columns.NewestCount)];
        _inputCount = view.Inputs.Count;
        var read = (_series.Where?.Columns ?? []).Concat(_series.Of?.Columns ?? []).ToHashSet(StringComparer.Ordinal);
        _shown = [.. view.Inputs.Index().Where(input => read.Contains(input.Item.Column)).Select(static input => input.Index)];
        _inputs = [.. _shown.Select(place => view.Inputs[place])];
        _told = [.. Enumerable.Range(0, _inputCount).Except(_shown)];
        _others = [.. _told.Select(place => view.Inputs[place])];
    }

    /// <summary>The columns that it needs of each row.</summary>
    internal IReadOnlyList<ViewColumn> Columns { get; }

    internal async Task<(ServedValue Value, WindowExplanation Explanation)> ExplainAsync(IKeyRows rows, CancellationToken cancellationToken)
    {
        var last = _moment.LastVisible(_rules);
        var newest = await FirstAsync(rows, new KeyRange { Through = last, Known = _moment.Known, NewestFirst = true, Limit = 1 }, cancellationToken).ConfigureAwait(false);
        var end = await EndAsync(rows, cancellationToken).ConfigureAwait(false);
        var start = new Instant(Math.Max(Instant.MinValue.UnixMicroseconds, _shape.StartAt(end.UnixMicroseconds)));
        if (newest is not null)
        {
            _sweep.See();
        }

        var between = new KeyRange { After = start, Through = last ?? end };
        var window = await SweepAsync(rows, between, start, end, cancellationToken).ConfigureAwait(false);
        var before = await ListAsync(rows, new KeyRange { Through = start, NewestFirst = true, Limit = Neighbours }, EventOutcome.BeforeWindow, cancellationToken).ConfigureAwait(false);
        var after = await ListAsync(rows, new KeyRange { After = between.Through, Limit = Neighbours }, EventOutcome.AfterMoment, cancellationToken).ConfigureAwait(false);
        before.Reverse();

        var values = new Value[1];
        _sweep.Read(end.UnixMicroseconds, values);
        return (newest is { } row ? ServedValue.Of(values[0], row.EventTime) : ServedValue.Missing, window with { Before = before, After = after });
    }

    /// <summary>A lookup answers for no moment before the newest event that counts.</summary>
    private async Task<Instant> EndAsync(IKeyRows rows, CancellationToken cancellationToken)
    {
        var range = new KeyRange { After = _moment.Time, Known = _moment.Known, NotTrue = _inputCount, NewestFirst = true, Limit = 1 };
        return _moment.IsLookup && await FirstAsync(rows, range, cancellationToken).ConfigureAwait(false) is { } later ? new Instant(_rules.LookupMoment(_moment.Time.UnixMicroseconds, later.EventTime.UnixMicroseconds)) : _moment.Time;
    }

    private async Task<WindowExplanation> SweepAsync(IKeyRows rows, KeyRange range, Instant start, Instant end, CancellationToken cancellationToken)
    {
        var tiles = new TileTally(_shape, _series, end);
        var running = new RunningList(_series, _maxEvents);
        var (count, counted, late) = (0L, 0L, 0L);
        await foreach (var row in rows.ReadAsync(range, cancellationToken).ConfigureAwait(false))
        {
            var item = Judge(row, null);
            if (item.Outcome is EventOutcome.Counted or EventOutcome.NullOperand)
            {
                _sweep.Add(row.EventTime.UnixMicroseconds, row.Sequence, row.Values.AsSpan(0, _inputCount));
            }

            tiles.Add(item);
            (count, counted, late) = (count + 1, counted + (item.Outcome == EventOutcome.Counted ? 1 : 0), late + (item.IsTooLate ? 1 : 0));
            running.Add(item);
        }

        return new WindowExplanation
        {
            Aggregation = _feature.Aggregation!, // Only features with one come here.
            Inputs = _inputs,
            Others = _others,
            Start = start,
            End = end,
            IsEndIncluded = range.Through == end,
            TileCount = (int)(_shape.TileOf(end.UnixMicroseconds) - _shape.FirstTileAt(end.UnixMicroseconds)) + 1,
            Tiles = tiles.Complete(),
            EventCount = count,
            Counted = counted,
            TooLate = late,
            Events = running.Complete(),
            Before = [],
            After = [],
        };
    }

    private ExplainedEvent Judge(in KeyRow row, EventOutcome? outside)
    {
        var inputs = row.Values.AsSpan(0, _inputCount);
        var isLate = row.Values[_inputCount] is { IsNull: false, Bits64: not 0 };
        var takes = _series.Takes(inputs, out var operand);
        var outcome = !_moment.Known.Has(row) ? EventOutcome.NotKnown
            : outside is { } side ? side
            : isLate ? EventOutcome.TooLate
            : !takes ? EventOutcome.ConditionNotMet
            : _series.Of is not null && operand.IsNull ? EventOutcome.NullOperand
            : EventOutcome.Counted;
        var values = row.Values;
        return new ExplainedEvent(
            row.EventTime, row.ArrivalTime, row.Sequence, outcome, isLate, _series.Where?.Evaluate(inputs) ?? Value.Null, takes ? operand : _series.Of?.Evaluate(inputs) ?? Value.Null,
            [.. _shown.Select(place => values[place])])
        {
            Others = [.. _told.Select(place => values[place])],
        };
    }

    private async Task<List<ExplainedEvent>> ListAsync(IKeyRows rows, KeyRange range, EventOutcome outside, CancellationToken cancellationToken)
    {
        var listed = new List<ExplainedEvent>();
        await foreach (var row in rows.ReadAsync(range, cancellationToken).ConfigureAwait(false))
        {
            listed.Add(Judge(row, outside));
        }

        return listed;
    }

    private static async Task<KeyRow?> FirstAsync(IKeyRows rows, KeyRange range, CancellationToken cancellationToken)
    {
        await foreach (var row in rows.ReadAsync(range, cancellationToken).ConfigureAwait(false))
        {
            return row;
        }

        return null;
    }
}
