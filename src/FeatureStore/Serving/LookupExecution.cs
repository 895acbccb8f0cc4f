using System.Diagnostics;
using Catalog.Core.Values;
using FeatureStore.OnDemand;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Rows;

namespace FeatureStore.Serving;

/// <summary>Runs one plan for the entity rows of one request.</summary>
internal sealed class LookupExecution
{
    private readonly LookupPlan _plan;
    private readonly int _rowCount;
    private readonly Instant _now;
    private readonly LookupTrace? _trace;
    private readonly Value[][] _keys;
    private readonly Value[][] _requests;
    private readonly LookupBuffers _buffers;
    private readonly Value[][] _values;
    private readonly FieldStatus[][] _statuses;
    private readonly Instant[][] _eventTimes;

    /// <param name="plan">The plan.</param>
    /// <param name="buffers">Empty arrays for its slots; the answer is made of them.</param>
    /// <param name="keys">For each key of the plan its converted values.</param>
    /// <param name="requests">For each request value of the plan its converted values.</param>
    /// <param name="now">The moment that the request is answered for.</param>
    /// <param name="trace">Notes what was read, for the log; null when the request is not logged.</param>
    internal LookupExecution(LookupPlan plan, LookupBuffers buffers, Value[][] keys, Value[][] requests, Instant now, LookupTrace? trace)
    {
        (_plan, _buffers, _rowCount, _keys, _requests, _now, _trace) = (plan, buffers, buffers.RowCount, keys, requests, now, trace);
        (_values, _statuses) = (buffers.Values, buffers.Statuses);
        _eventTimes = new Instant[plan.SlotCount][];
    }

    /// <summary>When the oldest row was read that was taken because the store was away; null when all came from the store.</summary>
    internal Instant? StaleAsOf { get; private set; }

    /// <summary>How long the store was waited for.</summary>
    internal TimeSpan Reading { get; private set; }

    /// <param name="store">Where rows are.</param>
    /// <param name="stale">What to do while the store is away; null where the lookup fails then.</param>
    /// <param name="cancellationToken">Cancels the lookup.</param>
    internal async ValueTask<IReadOnlyList<OnlineColumn>> RunAsync(IOnlineStore store, StaleReads? stale, CancellationToken cancellationToken)
    {
        foreach (var group in _plan.Groups)
        {
            var rows = _buffers.TakeRows(_rowCount * group.StoreViews.Count);
            var keys = MakeKeys(group);
            _trace?.BeforeRead(group);
            Instant? asOf = null;
            var start = Stopwatch.GetTimestamp();
            if (stale is null)
            {
                await store.ReadAsync(keys, group.StoreViews, rows, cancellationToken).ConfigureAwait(false);
            }
            else if ((asOf = await stale.ReadAsync(store, keys, group.StoreViews, rows, _now, cancellationToken).ConfigureAwait(false)) is { } readAt)
            {
                StaleAsOf = StaleAsOf < readAt ? StaleAsOf : readAt;
            }

            Reading += Stopwatch.GetElapsedTime(start);
            _trace?.AfterRead(group, keys, rows, isStale: asOf is not null);
            foreach (var view in group.Views)
            {
                if (view.ValueRows.Length == 0)
                {
                    Decode(view, rows, group.StoreViews.Count);
                }
                else
                {
                    DecodeValueByValue(view, rows, group.StoreViews.Count);
                }

                if (view.Windows is { } windows)
                {
                    DecodeWindows(view, windows, rows, group.StoreViews.Count);
                }
            }
        }

        foreach (var view in _plan.OnDemand)
        {
            Compute(view);
        }

        _trace?.Answered(new AnsweredSlots(_now, _keys, _requests, _values, _statuses, _eventTimes), _plan.OnDemand, _rowCount);

        return [.. _plan.Columns.Select(column => new OnlineColumn
        {
            Name = column.Name,
            Type = column.Type,
            View = column.View,
            Values = _values[column.Slot],
            Statuses = _statuses[column.Slot],
            EventTimes = _eventTimes[column.Slot],
        })];
    }

    private EntityKey[] MakeKeys(LookupGroup group)
    {
        var parts = new Value[group.Keys.Count];
        var keys = new EntityKey[_rowCount];
        for (var row = 0; row < keys.Length; row++)
        {
            for (var part = 0; part < parts.Length; part++)
            {
                parts[part] = _keys[group.Keys[part]][row];
            }

            keys[row] = EntityKey.Create(group.Entities, parts);
        }

        return keys;
    }

    private void Decode(LookupView view, ReadOnlyMemory<byte>[] rows, int stride)
    {
        var eventTimes = _buffers.TakeTimes();
        foreach (var column in view.Columns)
        {
            Prepare(column, eventTimes);
        }

        var values = new Value[view.Features.Length];
        for (var row = 0; row < _rowCount; row++)
        {
            var stored = rows[(row * stride) + view.Row].Span;
            if (stored.IsEmpty)
            {
                SetAll(view.Columns, row, FieldStatus.NotFound);
                continue;
            }

            eventTimes[row] = OnlineRowCodec.Decode(stored, view.Features, values).EventTime;
            if (!view.Rules.Reaches(eventTimes[row].UnixMicroseconds, _now.UnixMicroseconds))
            {
                SetAll(view.Columns, row, FieldStatus.OutsideMaxAge);
                continue;
            }

            for (var i = 0; i < values.Length; i++)
            {
                Set(view.Columns[i], row, values[i]);
            }
        }
    }

    /// <summary>
    /// Each value has a row of its own here. A feature without a value within its age is null as long as the entity has any row within it, just as in a
    /// training set, where the newest row is found and holds no value.
    /// </summary>
    private void DecodeValueByValue(LookupView view, ReadOnlyMemory<byte>[] rows, int stride)
    {
        var values = new Value[1];
        for (var i = 0; i < view.Columns.Length; i++)
        {
            var column = view.Columns[i];
            var eventTimes = _buffers.TakeTimes();
            Prepare(column, eventTimes);
            for (var row = 0; row < _rowCount; row++)
            {
                var newest = rows[(row * stride) + view.Row].Span;
                if (newest.IsEmpty)
                {
                    _statuses[column][row] = FieldStatus.NotFound;
                    continue;
                }

                var stored = rows[(row * stride) + view.ValueRows[i]].Span;
                if (!stored.IsEmpty)
                {
                    eventTimes[row] = OnlineRowCodec.Decode(stored, values).EventTime;
                    if (view.Rules.Reaches(eventTimes[row].UnixMicroseconds, _now.UnixMicroseconds))
                    {
                        Set(column, row, values[0]);
                        continue;
                    }
                }

                eventTimes[row] = OnlineRowCodec.DecodeHead(newest).EventTime;
                var isInAge = view.Rules.Reaches(eventTimes[row].UnixMicroseconds, _now.UnixMicroseconds);
                _statuses[column][row] = isInAge ? FieldStatus.NullValue : FieldStatus.OutsideMaxAge;
            }
        }
    }

    /// <summary>A window has its own age, so the ttl does not matter: a key that has ever had an event has a value, over no events if need be.</summary>
    private void DecodeWindows(LookupView view, LookupWindows windows, ReadOnlyMemory<byte>[] rows, int stride)
    {
        var eventTimes = _buffers.TakeTimes();
        foreach (var column in windows.Columns)
        {
            Prepare(column, eventTimes);
        }

        var values = new Value[windows.Columns.Length];
        var reader = windows.Borrow();
        for (var row = 0; row < _rowCount; row++)
        {
            var stored = rows[(row * stride) + view.Row].Span;
            if (stored.IsEmpty)
            {
                SetAll(windows.Columns, row, FieldStatus.NotFound);
                continue;
            }

            eventTimes[row] = OnlineRowCodec.DecodeHead(stored).EventTime;
            reader.Read(stored, _now.UnixMicroseconds, values);
            for (var i = 0; i < values.Length; i++)
            {
                Set(windows.Columns[i], row, values[i]);
            }
        }

        windows.Return(reader);
    }

    /// <summary>An input that was not found or is too old is null here as it is in a training set; the expression says what then.</summary>
    private void Compute(LookupOnDemand view)
    {
        foreach (var feature in view.Features)
        {
            Prepare(feature.Slot, _buffers.TakeTimes());
        }

        var inputs = new Value[view.InputCount];
        for (var row = 0; row < _rowCount; row++)
        {
            foreach (var input in view.Inputs)
            {
                inputs[input.Place] = CanonicalNumber.Of((input.IsRequest ? _requests : _values)[input.Source][row]);
            }

            foreach (var feature in view.Features)
            {
                Set(feature.Slot, row, CanonicalNumber.Of(feature.Evaluate(inputs)));
                _eventTimes[feature.Slot][row] = NewestOf(feature.Reads, row);
            }
        }
    }

    private Instant NewestOf(int[] slots, int row)
    {
        var newest = default(Instant);
        foreach (var slot in slots)
        {
            var isInAge = _statuses[slot][row] is FieldStatus.Present or FieldStatus.NullValue;
            newest = isInAge && _eventTimes[slot][row] > newest ? _eventTimes[slot][row] : newest;
        }

        return newest;
    }

    private void Prepare(int column, Instant[] eventTimes) => _eventTimes[column] = eventTimes;

    private void SetAll(int[] columns, int row, FieldStatus status)
    {
        foreach (var column in columns)
        {
            _statuses[column][row] = status;
        }
    }

    private void Set(int column, int row, Value value)
    {
        _values[column][row] = value;
        _statuses[column][row] = value.IsNull ? FieldStatus.NullValue : FieldStatus.Present;
    }
}
