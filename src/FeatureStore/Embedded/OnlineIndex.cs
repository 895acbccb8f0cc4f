using FeatureStore.Rows;

namespace FeatureStore.Embedded;

/// <summary>
/// The place of every stored row, in memory: about 120 bytes per entity key of 40 bytes, and 40 for each of its rows. Reads and changes of one
/// key are atomic under the lock of its stripe; changes come from the committer and, for rows that only move, from the compaction.
/// </summary>
internal sealed class OnlineIndex
{
    private const int StripeCount = 64;

    private readonly Stripe[] _stripes = [.. Enumerable.Range(0, StripeCount).Select(static _ => new Stripe())];

    internal bool TryFind(EntityKey key, int view, out RowSlot slot)
    {
        var stripe = StripeOf(key);
        lock (stripe.Lock)
        {
            return stripe.TryFind(key, view, out slot);
        }
    }

    /// <summary>Puts a row in the place of the older one, if there is one. A row that is not newer changes nothing.</summary>
    internal bool PutIfNewer(EntityKey key, in RowSlot slot)
    {
        var stripe = StripeOf(key);
        lock (stripe.Lock)
        {
            if (stripe.TryFind(key, slot.View, out var old) && !slot.IsNewerThan(old.EventTime, old.Sequence))
            {
                return false;
            }

            stripe.Put(key, slot);
            return true;
        }
    }

    /// <summary>Points at the copy of a row, unless the row was replaced or deleted since it was copied from one of <paramref name="sources"/>.</summary>
    internal void Move(EntityKey key, in RowSlot copy, IReadOnlySet<Segment> sources)
    {
        var stripe = StripeOf(key);
        lock (stripe.Lock)
        {
            if (stripe.TryFind(key, copy.View, out var old) && sources.Contains(old.Segment)
                && old.EventTime == copy.EventTime && old.Sequence == copy.Sequence)
            {
                stripe.Put(key, copy);
            }
        }
    }

    /// <summary>Whether the row of <paramref name="record"/>, which lies at that place, is the one that counts.</summary>
    internal bool PointsAt(Segment segment, long offset, in SegmentRecord record, ViewTable views)
        => TryFind(new EntityKey(record.Key.ToArray()), views.FindOrAdd(record.View), out var slot)
            && slot.Segment == segment && slot.Offset == offset;

    /// <summary>Does what a record says that lies at the given place.</summary>
    internal void Apply(in SegmentRecord record, Segment segment, long offset, int length, ViewTable views)
    {
        switch (record.Kind)
        {
            case RecordKind.Row:
                var slot = new RowSlot(segment, offset, length, views.FindOrAdd(record.View), record.EventTime, record.Sequence);
                PutIfNewer(new EntityKey(record.Key.ToArray()), slot);
                break;
            case RecordKind.DeleteView:
                RemoveView(views.FindOrAdd(record.View));
                break;
            default:
                RemoveKey(new EntityKey(record.Key.ToArray()));
                break;
        }
    }

    internal void RemoveKey(EntityKey key)
    {
        var stripe = StripeOf(key);
        lock (stripe.Lock)
        {
            stripe.RemoveKey(key);
        }
    }

    internal void RemoveView(int view)
    {
        foreach (var stripe in _stripes)
        {
            lock (stripe.Lock)
            {
                stripe.RemoveView(view);
            }
        }
    }

    internal long Count(int view)
    {
        var count = 0L;
        foreach (var stripe in _stripes)
        {
            lock (stripe.Lock)
            {
                count += stripe.Counts.GetValueOrDefault(view);
            }
        }

        return count;
    }

    /// <summary>The rows of one view, a stripe at a time in the order of the files, so that a scan reads forward and holds 1/64 of the keys.</summary>
    internal IEnumerable<IReadOnlyList<(EntityKey Key, RowSlot Slot)>> Scan(int view)
    {
        foreach (var stripe in _stripes)
        {
            List<(EntityKey Key, RowSlot Slot)> rows;
            lock (stripe.Lock)
            {
                rows = stripe.RowsOf(view);
            }

            rows.Sort(static (left, right) => (left.Slot.Segment.Id, left.Slot.Offset).CompareTo((right.Slot.Segment.Id, right.Slot.Offset)));
            yield return rows;
        }
    }

    private Stripe StripeOf(EntityKey key) => _stripes[(uint)key.GetHashCode() % StripeCount];

    private sealed class Stripe
    {
        private readonly Dictionary<EntityKey, RowSlot[]> _rows = [];

        internal Lock Lock { get; } = new();

        internal Dictionary<int, int> Counts { get; } = [];

        internal bool TryFind(EntityKey key, int view, out RowSlot slot)
        {
            if (_rows.TryGetValue(key, out var slots))
            {
                var place = PlaceOf(slots, view);
                slot = place < 0 ? default : slots[place];
                return place >= 0;
            }

            slot = default;
            return false;
        }

        internal void Put(EntityKey key, in RowSlot slot)
        {
            slot.Segment.AddLive(slot.Length);
            if (!_rows.TryGetValue(key, out var slots))
            {
                // The caller's key may lie within a large buffer, which must not be kept alive by it.
                _rows.Add(new EntityKey(key.Bytes.ToArray()), [slot]);
                Counts[slot.View] = Counts.GetValueOrDefault(slot.View) + 1;
                return;
            }

            var place = PlaceOf(slots, slot.View);
            if (place >= 0)
            {
                slots[place].Segment.AddLive(-slots[place].Length);
                slots[place] = slot;
                return;
            }

            _rows[key] = [.. slots, slot];
            Counts[slot.View] = Counts.GetValueOrDefault(slot.View) + 1;
        }

        internal void RemoveKey(EntityKey key)
        {
            if (_rows.Remove(key, out var slots))
            {
                Array.ForEach(slots, Forget);
            }
        }

        internal void RemoveView(int view)
        {
            foreach (var (key, slot) in RowsOf(view))
            {
                Forget(slot);
                var rest = Array.FindAll(_rows[key], other => other.View != view);
                if (rest.Length == 0)
                {
                    _rows.Remove(key);
                }
                else
                {
                    _rows[key] = rest;
                }
            }
        }

        internal List<(EntityKey Key, RowSlot Slot)> RowsOf(int view)
        {
            var rows = new List<(EntityKey Key, RowSlot Slot)>(Counts.GetValueOrDefault(view));
            foreach (var (key, slots) in _rows)
            {
                var place = PlaceOf(slots, view);
                if (place >= 0)
                {
                    rows.Add((key, slots[place]));
                }
            }

            return rows;
        }

        private static int PlaceOf(RowSlot[] slots, int view)
        {
            for (var place = 0; place < slots.Length; place++)
            {
                if (slots[place].View == view)
                {
                    return place;
                }
            }

            return -1;
        }

        private void Forget(RowSlot slot)
        {
            slot.Segment.AddLive(-slot.Length);
            Counts[slot.View]--;
        }
    }
}
