using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.PointInTime;
using FeatureStore.Rows;
using FeatureStore.Windows;

namespace FeatureStore.Proof;

/// <summary>
/// Computes what logged lookups of one view version must have given, from the rows of one key after the other, and compares. Windows are computed by <see cref="WindowSweep"/>, as in training
/// sets; ages by <see cref="PointInTimeRules"/>. Rows and questions come in the order of sequence and bound, so that at each question exactly those rows are known that the lookup had seen.
/// Knows no store and no host. Not thread-safe.
/// </summary>
public sealed class LookupSweep
{
    private readonly IReadOnlyList<LookupShape> _shapes;
    private readonly Plan[] _plans;
    private readonly ViewTally _tally;
    private readonly int _newestCount;
    private readonly WindowSweep? _windows;
    private readonly Value[] _aggregates;
    private readonly NewestRow _newest;
    private readonly NewestRow[] _own;
    private readonly Dictionary<long, NewestRow.Snapshot[]> _gathered = [];
    private long _newestForWindows;
    private long _askedAt;

    internal LookupSweep(FeatureView view, IReadOnlyList<LookupShape> shapes, ViewTally tally)
    {
        var columns = new ViewColumns(view);
        var places = view.Features.Index().ToDictionary(static entry => entry.Item.Name, static entry => entry.Index, StringComparer.Ordinal);
        int[] wanted = [.. shapes.SelectMany(static shape => shape.Features).Distinct().Select(name => places[name]).Order()];
        int[] newest = [.. wanted.Where(feature => view.Features[feature].Aggregation is null)];
        int[] aggregates = [.. wanted.Where(feature => view.Features[feature].Aggregation is not null)];
        (_shapes, _tally, _newestCount) = (shapes, tally, newest.Length);
        _plans = [.. shapes.Select(shape => new Plan(
            shape.RulesOf(view),
            [.. shape.Features.Select(name => view.Features[places[name]].Aggregation is null ? Array.IndexOf(newest, places[name]) : ~Array.IndexOf(aggregates, places[name]))]))];
        _windows = aggregates.Length > 0 ? new WindowSweep(view, aggregates) : null;
        _aggregates = new Value[aggregates.Length];
        _newest = new NewestRow(newest.Length);
        _own = view.NullPolicy == NullPolicy.NewestNonNull ? [.. newest.Select(static _ => new NewestRow(1))] : [];
        Columns = _windows is null
            ? [.. newest.Select(columns.PlaceOf)]
            : [.. newest.Select(columns.PlaceOf), .. Enumerable.Range(columns.NewestCount, columns.All.Count - columns.NewestCount)];
    }

    /// <summary>Which columns of the view's rows (<see cref="ViewColumns.All"/>) are needed, ascending.</summary>
    public IReadOnlyList<int> Columns { get; }

    /// <summary>Begins another key.</summary>
    /// <param name="number">Its number, counted from 0 without gaps; the same in every pass.</param>
    public void BeginKey(long number)
    {
        _windows?.BeginKey();
        _newest.Clear();
        Array.ForEach(_own, static row => row.Clear());
        _gathered.Clear();
        (_newestForWindows, _askedAt) = (long.MinValue, long.MinValue);
        _tally.BeginKey(number);
    }

    /// <summary>Takes the next row of the key.</summary>
    /// <param name="eventTime">Event time in microseconds since 1970, UTC.</param>
    /// <param name="sequence">Its sequence, above those of all rows of the key before.</param>
    /// <param name="values">Values of <see cref="Columns"/>.</param>
    public void Add(long eventTime, long sequence, ReadOnlySpan<Value> values)
    {
        _newest.Take(eventTime, values[.._newestCount]);
        for (var i = 0; i < _own.Length; i++)
        {
            if (!values[i].IsNull)
            {
                _own[i].Take(eventTime, values.Slice(i, 1));
            }
        }

        if (_windows is null)
        {
            return;
        }

        if (values[^1].Bits64 != 0)
        {
            _windows.See();
            return;
        }

        _newestForWindows = Math.Max(_newestForWindows, eventTime);
        _windows.Add(eventTime, sequence, values[_newestCount..^1]);
    }

    /// <summary>Compares a lookup with the rows taken so far, or notes what it asks of them until its last question comes.</summary>
    /// <param name="number">Number of the lookup.</param>
    /// <param name="bound">Bound of the question.</param>
    /// <param name="body">Body of the question.</param>
    /// <returns>False when the question goes back in time, which windows cannot; it is to be asked again in another pass.</returns>
    public bool Ask(long number, long bound, ReadOnlySpan<byte> body)
    {
        LookupCodec.IsShape(body, out var place);
        var (lookup, plan) = (LookupCodec.ReadLookup(body, _shapes[place], number), _plans[place]);
        if (_windows is not null && !TryAdvance(plan.Rules.LookupMoment(lookup.Time.UnixMicroseconds, _newestForWindows)))
        {
            return false;
        }

        if (lookup.Shape.OwnRows == 0)
        {
            Compare(lookup, plan, null);
            return true;
        }

        var gathered = Gather(lookup, plan, bound);
        if (bound == lookup.LastBound)
        {
            Compare(lookup, plan, gathered);
            _gathered.Remove(number);
        }

        return true;
    }

    /// <summary>Computes the windows at a moment.</summary>
    private bool TryAdvance(long at)
    {
        if (at < _askedAt)
        {
            return false;
        }

        _askedAt = at;
        _windows?.Read(at, _aggregates);
        return true;
    }

    /// <summary>Where features have rows of their own, each was read at a moment of its own, and is compared as it was known then.</summary>
    private NewestRow.Snapshot[] Gather(LoggedLookup lookup, Plan plan, long bound)
    {
        if (!_gathered.TryGetValue(lookup.Number, out var gathered))
        {
            _gathered.Add(lookup.Number, gathered = new NewestRow.Snapshot[lookup.Shape.StoredRows]);
        }

        for (var row = 0; row < gathered.Length; row++)
        {
            if (lookup.BoundOf(row) == bound)
            {
                gathered[row] = row == 0 ? _newest.Now() : _own[plan.Places[row - 1]].Now();
            }
        }

        return gathered;
    }

    private void Compare(LoggedLookup lookup, Plan plan, NewestRow.Snapshot[]? gathered)
    {
        var (time, isEqual) = (lookup.Time.UnixMicroseconds, true);
        for (var i = 0; i < plan.Places.Length; i++)
        {
            var served = new ServedValue(lookup.Statuses[i], lookup.EventTimes[i], lookup.Values[i]);
            var place = plan.Places[i];
            var expected = place < 0 ? AggregateNow(~place)
                : gathered is null ? _newest.Now(place).ValueAt(plan.Rules, time)
                : OwnValue(gathered[0], gathered[1 + i], plan.Rules, time);
            isEqual &= _tally.Compare(lookup, i, served, expected);
        }

        _tally.Compared(lookup, isEqual);
    }

    private ServedValue AggregateNow(int place) => _newest.HasRow ? ServedValue.Of(_aggregates[place], _newest.EventTime) : ServedValue.Missing;

    /// <summary>A feature without a value in its age is null as long as the key has any row in it.</summary>
    private static ServedValue OwnValue(NewestRow.Snapshot row, NewestRow.Snapshot own, PointInTimeRules rules, long time) => !row.HasRow ? ServedValue.Missing
        : own.HasRow && own.Reaches(rules, time) ? own.ValueAt(rules, time)
        : (row with { Value = Value.Null }).ValueAt(rules, time);

    /// <summary>How the lookups of one shape are computed.</summary>
    /// <param name="Rules">Their rules of age.</param>
    /// <param name="Places">For each feature its place among the newest values, or the complement of its place among the aggregates.</param>
    private sealed record Plan(PointInTimeRules Rules, int[] Places);
}
