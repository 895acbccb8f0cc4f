using Catalog.Core.Values;
using FeatureStore.Materialization;
using FeatureStore.Rows;
using FeatureStore.Selection;
using FeatureStore.Serving;

namespace FeatureStore.Proof;

/// <summary>What one request that will be logged has read and answered. Holds what the lookup made anyway; the records are made of it later, on another thread.</summary>
internal sealed class LookupTrace(AppliedPositions positions)
{
    private readonly List<(LoggedView View, long Applied, EntityKey[] Keys, ReadOnlyMemory<byte>[] Rows, int Stride)> _reads = [];
    private long[] _applied = [];
    private IReadOnlyList<LookupOnDemand> _computed = [];
    private int _rowCount;
    private AnsweredSlots? _answered;
    private bool _isStale;

    /// <summary>Answers in it: keys times views.</summary>
    internal int Count { get; private set; }

    /// <summary>About how many bytes of memory it holds.</summary>
    internal long Bytes { get; private set; }

    /// <summary>To be called before the rows of a group are read, so that what is noted was in the store by then.</summary>
    internal void BeforeRead(LookupGroup group)
    {
        _applied = new long[group.Views.Count];
        for (var i = 0; i < _applied.Length; i++)
        {
            _applied[i] = positions.Of(group.Views[i].Logged.Shape.View);
        }
    }

    /// <summary>Takes the rows read.</summary>
    /// <param name="group">What was read.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="rows">Their rows.</param>
    /// <param name="isStale">Whether the store was away and these are rows read before.</param>
    internal void AfterRead(LookupGroup group, EntityKey[] keys, ReadOnlyMemory<byte>[] rows, bool isStale)
    {
        _isStale |= isStale;
        for (var i = 0; i < group.Views.Count; i++)
        {
            _reads.Add((group.Views[i].Logged, isStale ? LoggedLookup.Stale : _applied[i], keys, rows, group.StoreViews.Count));
            Count += keys.Length;
        }

        Bytes += keys.Sum(static key => (long)key.Bytes.Length) + rows.Sum(static row => (long)row.Length);
    }

    /// <summary>Takes the answer.</summary>
    /// <param name="answered">All of it.</param>
    /// <param name="computed">What was computed in it.</param>
    /// <param name="rowCount">Entity rows.</param>
    internal void Answered(AnsweredSlots answered, IReadOnlyList<LookupOnDemand> computed, int rowCount)
    {
        (_answered, _computed, _rowCount) = (answered, computed, rowCount);
        Count += computed.Count * rowCount;
        Bytes += BytesOf(answered.Values) + BytesOf(answered.Requests);
    }

    /// <summary>Makes the records.</summary>
    internal void AddTo(ICollection<LoggedLookup> lookups)
    {
        if (_answered is not { } answered)
        {
            return;
        }

        foreach (var (view, applied, keys, rows, stride) in _reads)
        {
            for (var row = 0; row < keys.Length; row++)
            {
                lookups.Add(new LoggedLookup
                {
                    Shape = view.Shape,
                    Key = keys[row],
                    Time = answered.Time,
                    Applied = applied,
                    Seen = view.SeenIn(rows.AsSpan(row * stride, stride)),
                    Values = Array.ConvertAll(view.Slots, slot => answered.Values[slot][row]),
                    Statuses = Array.ConvertAll(view.Slots, slot => answered.Statuses[slot][row]),
                    EventTimes = Array.ConvertAll(view.Slots, slot => answered.EventTimes[slot][row]),
                });
            }
        }

        foreach (var view in _computed)
        {
            for (var row = 0; row < _rowCount; row++)
            {
                lookups.Add(ComputedOf(view.Logged, answered, row));
            }
        }
    }

    private static long BytesOf(Value[][] columns) => columns.Sum(static column => column.Sum(static value => value.MemoryBytes));

    /// <summary>A computation knows of no stored row: what it read is logged and compared on its own.</summary>
    private LoggedLookup ComputedOf(LoggedComputation view, AnsweredSlots answered, int row) => new()
    {
        Shape = view.Shape,
        Key = EntityKey.Create(view.Entities, Array.ConvertAll(view.Keys, key => answered.Keys[key][row])),
        Time = answered.Time,
        Applied = _isStale ? LoggedLookup.Stale : LoggedLookup.Unknown,
        Seen = [-1],
        Values = [.. view.Slots.Select(slot => answered.Values[slot][row]), .. view.Inputs.Select(input => (input.IsRequest ? answered.Requests : answered.Values)[input.Source][row])],
        Statuses = [.. view.Slots.Select(slot => answered.Statuses[slot][row]), .. view.Inputs.Select(input => StatusOf(input, answered, row))],
        EventTimes = [.. view.Slots.Select(slot => answered.EventTimes[slot][row]), .. view.Inputs.Select(input => input.IsRequest ? default : answered.EventTimes[input.Source][row])],
    };

    private static FieldStatus StatusOf(SelectedInput input, AnsweredSlots answered, int row) => !input.IsRequest ? answered.Statuses[input.Source][row]
        : answered.Requests[input.Source][row].IsNull ? FieldStatus.NullValue
        : FieldStatus.Present;
}
