using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Statistics;

/// <summary>Collects everything about one view.</summary>
internal sealed class ViewAccumulator(FeatureView view, int exactValues) : IServedValues
{
    private readonly FeatureAccumulator[] _features = [.. view.Features.Select(feature => new FeatureAccumulator(feature, exactValues))];
    private long _keys;
    private long _inAge;
    private Instant? _newest;

    public void AddKey(Instant eventTime, bool isInAge)
    {
        _keys++;
        _inAge += isInAge ? 1 : 0;
        _newest = _newest is { } newest && newest > eventTime ? newest : eventTime;
    }

    public void AddValue(int feature, Value value, Instant eventTime) => _features[feature].Add(value, eventTime);

    internal ViewStatistics Build(Instant at, TimeSpan took, long snapshot) => new()
    {
        View = view.Id,
        At = at,
        Took = took,
        Snapshot = snapshot,
        Keys = _keys,
        InAge = _inAge,
        NewestEvent = _newest,
        Features = [.. _features.Select(feature => feature.Build(_inAge))],
    };
}
