using Catalog.Core.Values;
using FeatureStore.PointInTime;
using FeatureStore.Ports;

namespace FeatureStore.Explanations;

/// <summary>What is asked of the rows of a key, and by which rules.</summary>
/// <param name="Time">The moment.</param>
/// <param name="IsLookup">Whether rows after the moment count, as they do for a lookup that knows of them.</param>
/// <param name="Known">The rows that were known.</param>
internal readonly record struct Moment(Instant Time, bool IsLookup, KnownRows Known)
{
    /// <summary>The last event time that counts; null when all do.</summary>
    internal Instant? LastVisible(PointInTimeRules rules) => IsLookup ? null : new Instant(Time.UnixMicroseconds - rules.Step);
}
