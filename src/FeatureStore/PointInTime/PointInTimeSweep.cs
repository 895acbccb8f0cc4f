using System.Runtime.InteropServices;
using Catalog.Core.Buffers;

namespace FeatureStore.PointInTime;

/// <summary>
/// The point-in-time join of a slice of entity rows with the rows of one view: for each entity row the newest row by (event time, sequence) that its
/// time sees. Knows no host and no values, only times and positions.
/// </summary>
/// <remarks>
/// <para>
/// Entity rows come first, sorted by (key, time). History rows then come in any order, so the source needs no sort: each is noted at the first entity
/// row of its key that sees it, if it is newer than what stands there. A last sweep over the entity rows carries the newest on to the later ones.
/// </para>
/// <para>
/// Work is one binary search per history row, and a step or two where rows come sorted by (key, time); memory is <see cref="BytesPerEntityRow"/> per entity row, whatever the history. A slice may
/// begin and end inside a key, as long as it is offered all history rows of its keys. Not thread-safe.
/// </para>
/// <para>A view whose null policy is newest non-null is swept feature by feature, each time over the rows in which the feature is not null.</para>
/// </remarks>
/// <param name="rules">What counts.</param>
/// <param name="capacity">Entity rows that the slice can hold.</param>
public sealed class PointInTimeSweep(PointInTimeRules rules, int capacity) : IDisposable
{
    /// <summary>Memory that one entity row takes.</summary>
    public const int BytesPerEntityRow = 48;

    /// <summary>What stands for no slot.</summary>
    public const int NoSlot = -1;

    private const long NoRow = -1;

    private readonly NativeArray<long> _times = new(capacity);
    private readonly NativeArray<long> _ordinals = new(capacity);
    private readonly NativeArray<Candidate> _candidates = new(capacity);

    // Entity rows of key k stand from _starts[k - _firstKey] up to the start of the next key.
    private readonly List<int> _starts = [];
    private int _firstKey;
    private int _count;

    // Where the last offer was noted: the next one of a sorted source belongs there or a little behind.
    private int _offeredKey = -1;
    private int _offeredSlot;
    private long _offeredFrom;

    /// <summary>Entity rows added.</summary>
    public int Count => _count;

    /// <summary>Whether another entity row has no room.</summary>
    public bool IsFull => _count == capacity;

    /// <summary>Key of the first entity row; 0 while there is none.</summary>
    public int FirstKey => _firstKey;

    /// <summary>Key of the last entity row; one less than the first while there is none.</summary>
    public int LastKey => _firstKey + _starts.Count - 1;

    /// <summary>Empties the slice for the next one.</summary>
    public void Clear()
    {
        _count = 0;
        _firstKey = 0;
        _offeredKey = -1;
        _starts.Clear();
    }

    /// <summary>Adds an entity row; those of a slice come sorted by key, then by time.</summary>
    /// <param name="key">Number of the key. Keys are numbered densely: the slice holds an entry for every number between its first and last.</param>
    /// <param name="time">Its time T.</param>
    /// <param name="ordinal">Comes back with the match.</param>
    /// <exception cref="ArgumentException">The row is out of order.</exception>
    /// <exception cref="InvalidOperationException">The slice is full.</exception>
    public void AddEntity(int key, long time, long ordinal)
    {
        if (IsFull)
        {
            throw new InvalidOperationException($"The slice holds {capacity} entity rows and has no room for another.");
        }

        if (_count == 0)
        {
            _firstKey = key;
        }
        else if (key < LastKey || (key == LastKey && time < _times[_count - 1]))
        {
            throw new ArgumentException($"Entity row '{ordinal}' comes after a later one: entity rows must be sorted by key, then by time.", nameof(time));
        }

        while (LastKey < key)
        {
            _starts.Add(_count);
        }

        _times[_count] = time;
        _ordinals[_count] = ordinal;
        _candidates[_count++].Row = NoRow;
    }

    /// <summary>Offers a row of the view, in any order and as often as it occurs. Rows of keys outside the slice are passed over.</summary>
    /// <param name="key">Number of the key.</param>
    /// <param name="eventTime">Event time.</param>
    /// <param name="arrivalTime">Arrival time.</param>
    /// <param name="sequence">Decides between equal event times: the higher wins.</param>
    /// <param name="row">Position of the row in the source, not negative; comes back with the match.</param>
    /// <returns>The slot in which the row stands now in the place of an older one; <see cref="NoSlot"/> when it stands in none. Slots count from 0 to <see cref="Count"/>.</returns>
    public int Offer(int key, long eventTime, long arrivalTime, long sequence, long row)
    {
        var index = key - _firstKey;
        var visibleFrom = rules.VisibleFrom(eventTime, arrivalTime);
        if ((uint)index >= (uint)_starts.Count || visibleFrom == PointInTimeRules.Never)
        {
            return NoSlot;
        }

        var end = EndOf(index);
        var seenBy = key == _offeredKey && visibleFrom >= _offeredFrom
            ? _offeredSlot + FirstNotBeforeNear(_times.AsSpan(_offeredSlot, end - _offeredSlot), visibleFrom)
            : _starts[index] + FirstNotBefore(_times.AsSpan(_starts[index], end - _starts[index]), visibleFrom);
        (_offeredKey, _offeredSlot, _offeredFrom) = (key, seenBy, visibleFrom);
        if (seenBy == end)
        {
            return NoSlot;
        }

        var candidate = new Candidate(eventTime, sequence, row);
        if (!candidate.IsNewerThan(in _candidates[seenBy]))
        {
            return NoSlot;
        }

        _candidates[seenBy] = candidate;
        return seenBy;
    }

    /// <summary>Gives one match per entity row, in the order they were added. To be read once, after all rows were offered.</summary>
    public IEnumerable<PointInTimeMatch> Matches()
    {
        for (var index = 0; index < _starts.Count; index++)
        {
            var slot = NoSlot;
            for (var i = _starts[index]; i < EndOf(index); i++)
            {
                slot = NewerOf(slot, i);
                var matches = slot != NoSlot && rules.Reaches(_candidates[slot].EventTime, _times[i]);
                yield return new PointInTimeMatch(_ordinals[i], matches ? _candidates[slot].Row : null, matches ? slot : NoSlot);
            }
        }
    }

    /// <summary>Writes for each entity row that is answered the slot of its answer, at the place of its ordinal. The same as <see cref="Matches"/> gives.</summary>
    /// <param name="slots">Where to write; has a place for every ordinal.</param>
    /// <returns>How many entity rows are answered.</returns>
    public long WriteSlots(Span<int> slots)
    {
        var answered = 0L;
        for (var index = 0; index < _starts.Count; index++)
        {
            var slot = NoSlot;
            var end = EndOf(index);
            for (var i = _starts[index]; i < end; i++)
            {
                slot = NewerOf(slot, i);
                if (slot != NoSlot && rules.Reaches(_candidates[slot].EventTime, _times[i]))
                {
                    slots[checked((int)_ordinals[i])] = slot;
                    answered++;
                }
            }
        }

        return answered;
    }

    /// <summary>Lets go of the memory.</summary>
    public void Dispose()
    {
        _times.Dispose();
        _ordinals.Dispose();
        _candidates.Dispose();
    }

    /// <summary>Where the entity rows of a key end.</summary>
    private int EndOf(int index) => index + 1 < _starts.Count ? _starts[index + 1] : _count;

    /// <summary>The slot of the newer row; <see cref="NoSlot"/> when there is none in either.</summary>
    private int NewerOf(int slot, int other)
        => _candidates[other].Row != NoRow && (slot == NoSlot || _candidates[other].IsNewerThan(in _candidates[slot])) ? other : slot;

    /// <summary>As <see cref="FirstNotBefore"/>, by steps that double: quick where it lies near the front.</summary>
    private static int FirstNotBeforeNear(ReadOnlySpan<long> times, long time)
    {
        var passed = 0;
        for (var step = 1; passed + step <= times.Length; step *= 2)
        {
            if (times[passed + step - 1] >= time)
            {
                return passed + FirstNotBefore(times.Slice(passed, step), time);
            }

            passed += step;
        }

        return passed + FirstNotBefore(times[passed..], time);
    }

    /// <summary>Index of the first time that is not before <paramref name="time"/>; the length when all are.</summary>
    private static int FirstNotBefore(ReadOnlySpan<long> times, long time)
    {
        var low = 0;
        var high = times.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (times[middle] < time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Candidate(long eventTime, long sequence, long row)
    {
        public long EventTime = eventTime;
        public long Sequence = sequence;
        public long Row = row;

        /// <summary>By event time, then sequence. Rows equal in both are copies of one event; the position only makes the choice repeatable.</summary>
        public readonly bool IsNewerThan(in Candidate other)
        {
            if (Row == NoRow || other.Row == NoRow)
            {
                return Row != NoRow;
            }

            return EventTime != other.EventTime ? EventTime > other.EventTime
                : Sequence != other.Sequence ? Sequence > other.Sequence
                : Row > other.Row;
        }
    }
}
