using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.PointInTime;
using FeatureStore.Rows;
using FeatureStore.Windows;

namespace FeatureStore.Statistics;

/// <summary>Reads the aggregates of a view's rows at one moment. A window has its own age, so the ttl does not matter. Not thread-safe.</summary>
internal sealed class ServedWindows
{
    private readonly Instant _at;
    private readonly WindowPlan _plan;
    private readonly WindowReader _reader;
    private readonly Value[] _values;

    internal ServedWindows(FeatureView view, ViewColumns columns, PointInTimeRules rules, Instant at)
    {
        (_at, _plan, _values) = (at, WindowPlan.Of(view), new Value[view.Features.Count]);
        _reader = new WindowReader(_plan, columns, rules, _plan.Features);
    }

    internal void Add(ReadOnlySpan<byte> row, Instant eventTime, IServedValues served)
    {
        _reader.Read(row, _at.UnixMicroseconds, _values);
        foreach (var windowed in _plan.Features)
        {
            if (!_values[windowed.Feature].IsNull)
            {
                served.AddValue(windowed.Feature, _values[windowed.Feature], eventTime);
            }
        }
    }
}
