using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Statistics;

/// <summary>What is looked at over time: the newest statistics of a view on one UTC day, in short.</summary>
public sealed record StatisticsDay
{
    /// <summary>The view version that was in force.</summary>
    public required FeatureViewId View { get; init; }

    /// <summary>The UTC day.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>When the statistics were computed.</summary>
    public required Instant At { get; init; }

    /// <summary>Entity keys with a row.</summary>
    public required long Keys { get; init; }

    /// <summary>Keys within the max age.</summary>
    public required long InAge { get; init; }

    /// <summary>Newest event time of all rows; null without rows.</summary>
    public Instant? NewestEvent { get; init; }

    /// <summary>One entry per feature in the view's order.</summary>
    public required IReadOnlyList<FeatureDay> Features { get; init; }

    /// <summary>The short form of whole statistics.</summary>
    public static StatisticsDay Of(ViewStatistics statistics) => new()
    {
        View = statistics.View,
        Day = statistics.Day,
        At = statistics.At,
        Keys = statistics.Keys,
        InAge = statistics.InAge,
        NewestEvent = statistics.NewestEvent,
        Features = [.. statistics.Features.Select(static feature => new FeatureDay(feature.Name, feature.Values, feature.Nulls, feature.NewestEvent))],
    };
}

/// <summary>One feature on one day.</summary>
/// <param name="Name">Name of the feature.</param>
/// <param name="Values">Keys in age with a value.</param>
/// <param name="Nulls">Keys in age without one.</param>
/// <param name="NewestEvent">Newest event time of a row with a value; null when there is none in age.</param>
public sealed record FeatureDay(string Name, long Values, long Nulls, Instant? NewestEvent)
{
    /// <summary>Part of the keys in age that have no value, from 0 to 1; null when there was no key in age.</summary>
    public double? NullRate => Values + Nulls == 0 ? null : (double)Nulls / (Values + Nulls);
}
