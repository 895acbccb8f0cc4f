using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FeatureStore.DuckDb.Training.Sorting;

/// <summary>
/// The events of a bucket in the order of (key, step). They stay where they are: keys are counted, and only those of a key that do not come in order are sorted. Used again for the
/// next bucket. Not thread-safe.
/// </summary>
internal sealed unsafe class SortedEvents
{
    private EventPages? _pages;
    private nint[] _addresses = [];
    private Place[] _places = [];
    private Place[] _sorted = [];
    private long[] _steps = [];
    private int[] _begins = [];

    /// <summary>How many events.</summary>
    internal int Count { get; private set; }

    /// <summary>The bytes of an event; see <see cref="EventRow"/>.</summary>
    internal ReadOnlySpan<byte> this[int index]
    {
        get
        {
            var place = _sorted[index];
            return EventRow.At(_addresses[place.Page] + place.Offset);
        }
    }

    /// <summary>Takes the events of a bucket in place of what it held, which is given free.</summary>
    internal void Load(EventPages pages)
    {
        Clear();
        (_pages, Count) = (pages, pages.Count);
        _addresses = new nint[pages.Close()];
        if (_places.Length < Count)
        {
            (_places, _sorted, _steps) = (new Place[Count], new Place[Count], new long[Count]);
        }

        var (count, first, last) = (0, int.MaxValue, int.MinValue);
        for (var page = 0; page < _addresses.Length; page++)
        {
            var rows = pages.Load(page);
            _addresses[page] = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(rows));
            for (var offset = 0; offset < rows.Length; offset += EventRow.LengthOf(rows[offset..]))
            {
                var key = EventRow.KeyOf(rows[offset..]);
                _places[count++] = new Place(page, offset, key);
                (first, last) = (Math.Min(first, key), Math.Max(last, key));
            }
        }

        if (Count > 0)
        {
            GroupByKey(first, last - first + 1);
        }
    }

    /// <summary>Gives the memory of the events free.</summary>
    internal void Clear()
    {
        for (var page = 0; page < _addresses.Length; page++)
        {
            _pages?.Release(page);
        }

        (_pages, _addresses, Count) = (null, [], 0);
    }

    private void GroupByKey(int first, int keys)
    {
        // One more before and after, so that the places count up to where each key begins.
        var begins = _begins.Length > keys ? _begins : _begins = new int[keys + 1];
        Array.Clear(begins, 0, keys + 1);
        foreach (ref readonly var place in _places.AsSpan(0, Count))
        {
            begins[place.Key - first + 1]++;
        }

        for (var key = 0; key < keys; key++)
        {
            begins[key + 1] += begins[key];
        }

        foreach (ref readonly var place in _places.AsSpan(0, Count))
        {
            _sorted[begins[place.Key - first]++] = place;
        }

        // Each place has moved on to where the next key begins.
        for (var (key, begin) = (0, 0); key < keys; begin = begins[key++])
        {
            SortByStep(begin, begins[key] - begin);
        }
    }

    private void SortByStep(int begin, int count)
    {
        var steps = _steps.AsSpan(begin, count);
        var isSorted = true;
        for (var i = 0; i < count; i++)
        {
            ref readonly var place = ref _sorted[begin + i];
            steps[i] = EventRow.StepOf(EventRow.At(_addresses[place.Page] + place.Offset));
            isSorted &= i == 0 || steps[i] >= steps[i - 1];
        }

        if (!isSorted)
        {
            steps.Sort(_sorted.AsSpan(begin, count));
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Place(int Page, int Offset, int Key);
}
