using Catalog.Core.Values;
using FeatureStore.Materialization;
using FeatureStore.Rows;
using FeatureStore.Serving;

namespace FeatureStore.Proof;

/// <summary>What one request that will be logged has read and answered. Holds what the lookup made anyway; the records are made of it later, on another thread.</summary>
internal sealed class LookupTrace(AppliedPositions positions)
{
    private readonly List<(LoggedView View, long Applied, EntityKey[] Keys, ReadOnlyMemory<byte>[] Rows, int Stride)> _reads = [];
    private long[] _applied = [];
    private Instant _time;
    private Value[][] _values = [];
    private FieldStatus[][] _statuses = [];
    private Instant[][] _eventTimes = [];

    /// <summary>Answers in it: keys times views.</summary>
    internal int Count { get; private set; }

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
    internal void AfterRead(LookupGroup group, EntityKey[] keys, ReadOnlyMemory<byte>[] rows)
    {
        for (var i = 0; i < group.Views.Count; i++)
        {
            _reads.Add((group.Views[i].Logged, _applied[i], keys, rows, group.StoreViews.Count));
            Count += keys.Length;
        }
    }

    /// <summary>Takes what was read, by the slots of the plan.</summary>
    internal void Answered(Instant time, Value[][] values, FieldStatus[][] statuses, Instant[][] eventTimes)
        => (_time, _values, _statuses, _eventTimes) = (time, values, statuses, eventTimes);

    /// <summary>Makes the records.</summary>
    internal void AddTo(ICollection<LoggedLookup> lookups)
    {
        foreach (var (view, applied, keys, rows, stride) in _reads)
        {
            for (var row = 0; row < keys.Length; row++)
            {
                lookups.Add(new LoggedLookup
                {
                    Shape = view.Shape,
                    Key = keys[row],
                    Time = _time,
                    Applied = applied,
                    Seen = view.SeenIn(rows.AsSpan(row * stride, stride)),
                    Values = Array.ConvertAll(view.Slots, slot => _values[slot][row]),
                    Statuses = Array.ConvertAll(view.Slots, slot => _statuses[slot][row]),
                    EventTimes = Array.ConvertAll(view.Slots, slot => _eventTimes[slot][row]),
                });
            }
        }
    }
}
