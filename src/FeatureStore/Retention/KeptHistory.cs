using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.Retention;

/// <summary>
/// What can still be asked of a view version whose old events were removed. The one place of these rules: retention, training sets, explanations, stream joins and the proof ask here. With the newest row of each key kept
/// (<see cref="OfflineHorizon"/>), a newest value is right at the horizon and later, whatever the ttl; a window must also lie behind it.
/// </summary>
public static class KeptHistory
{
    /// <summary>Configuration key that says how long events are kept.</summary>
    public const string Setting = $"{FeatureStoreOptions.Section}:Offline:Retention";

    /// <summary>The earliest moment that all features can be told for.</summary>
    /// <param name="horizon">The horizon of the view version.</param>
    /// <param name="features">The features.</param>
    public static Instant FirstMoment(OfflineHorizon horizon, IEnumerable<Feature> features) => horizon.Time + ReachOf(features);

    /// <summary>The error for a question that would need events that are gone.</summary>
    /// <param name="asked">What was asked, as the beginning of a sentence.</param>
    /// <param name="view">The view version.</param>
    /// <param name="horizon">Its horizon.</param>
    /// <param name="first">The earliest time that would be right.</param>
    public static FeatureStoreException NotKept(string asked, FeatureViewId view, OfflineHorizon horizon, Instant first) => new(
        FeatureStoreErrorCode.HistoryNotKept,
        $"{asked}, and retention has removed events of '{view}' from before '{horizon.Time}'. It can be told for '{first}' and later: ask for that, or leave the view out. '{Setting}' says how long events are kept from now on.");

    /// <summary>Where retention puts the horizon of a view, so that all its features can be told for every moment of the time that is kept.</summary>
    internal static Instant HorizonOf(FeatureView view, Instant now, TimeSpan retention) => now - retention - ReachOf(view.Features);

    /// <summary>Whether a question finds all events that it needs.</summary>
    /// <param name="horizon">The horizon; null when nothing was removed.</param>
    /// <param name="features">What is asked for.</param>
    /// <param name="time">The moment.</param>
    /// <param name="known">By when events had to have arrived.</param>
    /// <param name="sequence">Up to which sequence they count.</param>
    internal static bool Answers(OfflineHorizon? horizon, IEnumerable<Feature> features, Instant time, Instant known, long sequence)
        => horizon is null || (time >= FirstMoment(horizon, features) && known >= horizon.Time && sequence >= horizon.Sequence);

    /// <summary>How far before a moment a value may need every event: the longest window, whose tail is rounded down to its hop.</summary>
    private static TimeSpan ReachOf(IEnumerable<Feature> features)
        => features.Select(static feature => feature.Aggregation is { } aggregation ? aggregation.Window + aggregation.Hop : TimeSpan.Zero).DefaultIfEmpty(TimeSpan.Zero).Max();
}
