using System.Collections;
using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Proof;

/// <summary>Adds up what is found for one view version. Not thread-safe.</summary>
/// <param name="view">The view version.</param>
/// <param name="maxRows">Differing values that are kept.</param>
internal sealed class ViewTally(FeatureViewId view, int maxRows)
{
    private readonly Dictionary<string, (long Compared, long Differences)> _features = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _notCompared = new(StringComparer.Ordinal);
    private readonly List<DifferingValue> _rows = [];
    private readonly BitArray _keysCounted = new(1024);
    private long _compared;
    private long _differences;
    private long _keys;
    private int _key;
    private Instant? _first;
    private Instant? _last;

    /// <summary>Begins a key, perhaps again: lookups that are put off come in another pass.</summary>
    internal void BeginKey(long number)
    {
        _key = checked((int)number);
        if (_key >= _keysCounted.Length)
        {
            _keysCounted.Length = Math.Max(_key + 1, (int)Math.Min(int.MaxValue, 2L * _keysCounted.Length));
        }
    }

    /// <summary>Counts lookups that cannot be compared.</summary>
    internal void Skip(string reason, long count = 1) => _notCompared[reason] = _notCompared.GetValueOrDefault(reason) + count;

    /// <summary>Compares one value; false when it differs.</summary>
    internal bool Compare(LoggedLookup lookup, int feature, in ServedValue served, in ServedValue expected)
    {
        var name = lookup.Shape.Features[feature];
        var (compared, differences) = _features.GetValueOrDefault(name);
        var isEqual = served.Equals(expected);
        _features[name] = (compared + 1, differences + (isEqual ? 0 : 1));
        if (!isEqual && _rows.Count < maxRows)
        {
            var row = feature < lookup.Shape.OwnRows ? 1 + feature : 0;
            _rows.Add(new DifferingValue(lookup.Number, lookup.Shape.Service, lookup.Key.ToString(), lookup.Time, lookup.BoundOf(row), name, ComparedValue.Of(served), ComparedValue.Of(expected)));
        }

        return isEqual;
    }

    /// <summary>Counts a lookup all of whose values were compared.</summary>
    internal void Compared(LoggedLookup lookup, bool isEqual)
    {
        _compared++;
        _differences += isEqual ? 0 : 1;
        _keys += _keysCounted[_key] ? 0 : 1;
        _keysCounted[_key] = true;
        _first = _first is null || lookup.Time < _first ? lookup.Time : _first;
        _last = _last is null || lookup.Time > _last ? lookup.Time : _last;
    }

    /// <summary>What was found.</summary>
    /// <param name="order">Names of features in the order in which they are listed; others follow.</param>
    /// <param name="files">Offline files that were read.</param>
    /// <param name="snapshot">Their number.</param>
    /// <param name="at">When.</param>
    internal ViewAgreement Build(IEnumerable<string> order, int files, long snapshot, Instant at) => new()
    {
        View = view,
        At = at,
        Compared = _compared,
        Differences = _differences,
        Keys = _keys,
        Files = files,
        Snapshot = snapshot,
        FirstLookup = _first,
        LastLookup = _last,
        Features = [.. order.Where(_features.ContainsKey).Select(name => new FeatureAgreement(name, _features[name].Compared, _features[name].Differences))],
        Rows = _rows,
        NotCompared = new Dictionary<string, long>(_notCompared),
    };
}
