using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.PointInTime;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.Statistics;

/// <summary>
/// Walks all rows of a view in the online store and reads from each what a lookup at one moment would serve. Holds one row at a time. Rows that are written meanwhile
/// may or may not be seen.
/// </summary>
internal sealed class ServedScan(IOnlineStore store, FeatureView view, Instant at)
{
    private readonly OnlineLayout _layout = new(view);
    private readonly PointInTimeRules _rules = PointInTimeRules.OfLookups(view);
    private readonly ViewColumns _columns = new(view);

    internal async Task RunAsync(IServedValues served, CancellationToken cancellationToken)
    {
        var values = new Value[_layout.Values.Count > 0 ? 0 : _columns.NewestCount];
        var windows = _columns.HasWindows ? new ServedWindows(view, _columns, _rules, at) : null;
        await foreach (var row in store.ScanAsync(_layout.Row, cancellationToken).ConfigureAwait(false))
        {
            var eventTime = OnlineRowCodec.Decode(row.Row.Span, values).EventTime;
            var isInAge = IsInAge(eventTime);
            served.AddKey(eventTime, isInAge);
            if (isInAge && values.Length > 0)
            {
                AddNewest(values, eventTime, served);
            }

            windows?.Add(row.Row.Span, eventTime, served);
        }

        for (var feature = 0; feature < _layout.Values.Count; feature++)
        {
            await ReadFeatureAsync(feature, served, cancellationToken).ConfigureAwait(false);
        }
    }

    private void AddNewest(Value[] values, Instant eventTime, IServedValues served)
    {
        for (var feature = 0; feature < view.Features.Count; feature++)
        {
            if (_columns.PlaceOf(feature) is >= 0 and var place && !values[place].IsNull)
            {
                served.AddValue(feature, values[place], eventTime);
            }
        }
    }

    private async Task ReadFeatureAsync(int feature, IServedValues served, CancellationToken cancellationToken)
    {
        var value = new Value[1];
        await foreach (var row in store.ScanAsync(_layout.Values[feature], cancellationToken).ConfigureAwait(false))
        {
            var eventTime = OnlineRowCodec.Decode(row.Row.Span, value).EventTime;
            if (!value[0].IsNull && IsInAge(eventTime))
            {
                served.AddValue(feature, value[0], eventTime);
            }
        }
    }

    private bool IsInAge(Instant eventTime) => _rules.Reaches(eventTime.UnixMicroseconds, at.UnixMicroseconds);
}
