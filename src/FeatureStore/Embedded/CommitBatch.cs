using System.Buffers;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.Embedded;

/// <summary>The requests of one commit: gathers the rows that are newer than what is stored, at most one for a key and view.</summary>
internal sealed class CommitBatch(OnlineIndex index, ViewTable views)
{
    private readonly Dictionary<(EntityKey Key, int View), int> _places = [];
    private readonly List<Entry> _entries = [];
    private readonly List<(CommitRequest Request, int Newer)> _requests = [];

    /// <summary>Row bytes gathered so far, to bound one commit.</summary>
    internal long Bytes { get; private set; }

    /// <summary>Adds the rows of a request.</summary>
    internal void Add(CommitRequest request)
    {
        var newer = 0;
        foreach (var row in request.Rows)
        {
            newer += Add(row, _requests.Count) ? 1 : 0;
        }

        _requests.Add((request, newer));
    }

    /// <summary>Writes the records and remembers where each will lie in the segment.</summary>
    internal void Encode(ArrayBufferWriter<byte> target, uint commit)
    {
        for (var i = 0; i < _entries.Count; i++)
        {
            var entry = _entries[i];
            var offset = target.WrittenCount;
            var length = SegmentRecord.WriteRow(target, commit, views.NameOf(entry.View), entry.Row);
            _entries[i] = entry with { Offset = offset, Length = length };
        }
    }

    /// <summary>Shows the rows to readers, now that they are durable from <paramref name="start"/> on.</summary>
    internal void Publish(Segment segment, long start)
    {
        foreach (var entry in _entries)
        {
            var slot = new RowSlot(segment, start + entry.Offset, entry.Length, entry.View, entry.Row.EventTime, entry.Row.Sequence);
            index.PutIfNewer(entry.Row.Key, slot);
        }
    }

    internal void Complete() => _requests.ForEach(static entry => entry.Request.Complete(entry.Newer));

    /// <summary>Whether the row is newer than what is stored and than what earlier requests of this commit bring.</summary>
    private bool Add(in OnlineWrite row, int request)
    {
        var view = views.FindOrAdd(row.View);
        if (_places.TryGetValue((row.Key, view), out var place))
        {
            var earlier = _entries[place];
            if (!RowSlot.IsNewer(row.EventTime, row.Sequence, earlier.Row.EventTime, earlier.Row.Sequence))
            {
                return false;
            }

            _entries[place] = new Entry(row, view, request);
            Bytes += row.Row.Length - earlier.Row.Row.Length;
            return earlier.Request != request;
        }

        if (index.TryFind(row.Key, view, out var stored) && !RowSlot.IsNewer(row.EventTime, row.Sequence, stored.EventTime, stored.Sequence))
        {
            return false;
        }

        _places.Add((row.Key, view), _entries.Count);
        _entries.Add(new Entry(row, view, request));
        Bytes += row.Row.Length;
        return true;
    }

    private readonly record struct Entry(OnlineWrite Row, int View, int Request, int Offset = 0, int Length = 0);
}
