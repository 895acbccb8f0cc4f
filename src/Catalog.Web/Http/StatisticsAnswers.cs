using FeatureStore.Statistics;

namespace Catalog.Web.Http;

/// <summary>Shapes statistics for answers. Times are RFC 3339 in UTC, days <c>yyyy-mm-dd</c>.</summary>
internal static class StatisticsAnswers
{
    internal static ViewStatisticsAnswer Of(ViewStatistics statistics) => new(
        statistics.View.Name,
        statistics.View.Version,
        statistics.At.ToString(),
        Math.Round(statistics.Took.TotalMilliseconds, 3),
        statistics.Keys,
        statistics.InAge,
        statistics.Older,
        statistics.NewestEvent?.ToString(),
        [.. statistics.Features.Select(Of)]);

    internal static StatisticsDayAnswer Of(StatisticsDay day) => new(
        day.Day,
        day.View.Version,
        day.At.ToString(),
        day.Keys,
        day.InAge,
        day.NewestEvent?.ToString(),
        [.. day.Features.Select(static feature => new FeatureDayAnswer(feature.Name, feature.Values, feature.Nulls, feature.NullRate, feature.NewestEvent?.ToString()))]);

    private static FeatureStatisticsAnswer Of(FeatureStatistics feature) => new(
        feature.Name,
        feature.Type.ToString(),
        feature.Values,
        feature.Nulls,
        feature.NullRate,
        feature.NewestEvent?.ToString(),
        feature.Distinct,
        feature.Frequent,
        feature.Numbers);
}

internal sealed record ViewStatisticsAnswer(
    string View,
    int Version,
    string ComputedAt,
    double ElapsedMilliseconds,
    long Keys,
    long InAge,
    long Older,
    string? NewestEvent,
    IReadOnlyList<FeatureStatisticsAnswer> Features);

internal sealed record FeatureStatisticsAnswer(
    string Name,
    string Type,
    long Values,
    long Nulls,
    double NullRate,
    string? NewestEvent,
    DistinctCount Distinct,
    FrequentValues Frequent,
    NumberStatistics? Numbers);

internal sealed record StatisticsHistoryAnswer(string View, IReadOnlyList<StatisticsDayAnswer> Items);

internal sealed record StatisticsDayAnswer(
    DateOnly Day, int Version, string ComputedAt, long Keys, long InAge, string? NewestEvent, IReadOnlyList<FeatureDayAnswer> Features);

internal sealed record FeatureDayAnswer(string Name, long Values, long Nulls, double? NullRate, string? NewestEvent);
