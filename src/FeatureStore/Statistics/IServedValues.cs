using Catalog.Core.Values;

namespace FeatureStore.Statistics;

/// <summary>Takes what a view serves at one moment, key by key or feature by feature as the online store happens to keep it.</summary>
internal interface IServedValues
{
    /// <summary>A key with a row.</summary>
    void AddKey(Instant eventTime, bool isInAge);

    /// <summary>A value that is there and in age.</summary>
    /// <param name="feature">Place of the feature in the view.</param>
    /// <param name="value">The value; never null.</param>
    /// <param name="eventTime">Event time of the row that it is from.</param>
    void AddValue(int feature, Value value, Instant eventTime);
}
