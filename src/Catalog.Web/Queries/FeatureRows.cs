using Catalog.Core.Values;
using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using FeatureStore.Model;
using FeatureStore.Statistics;

namespace Catalog.Web.Queries;

/// <summary>Makes the rows of a view's features from its definition and statistics.</summary>
internal static class FeatureRows
{
    private const int MaxShares = 3;

    /// <summary>A value that is rarer than this says less about a feature than how many values there are.</summary>
    private const double LeastTop = 0.01;

    /// <summary>One row per feature in the view's order.</summary>
    /// <param name="view">The view.</param>
    /// <param name="freshness">By what features are judged, too.</param>
    /// <param name="statistics">The newest statistics of this version; null when there are none yet.</param>
    /// <param name="history">Up to 30 days, oldest first.</param>
    internal static IReadOnlyList<FeatureRow> Of(FeatureView view, ViewFreshness freshness, ViewStatistics? statistics, IReadOnlyList<StatisticsDay> history)
    {
        var byName = statistics?.Features.ToDictionary(static feature => feature.Name) ?? [];
        return [.. view.Features.Select(feature => Of(feature, freshness, byName.GetValueOrDefault(feature.Name), history))];
    }

    /// <summary>What a feature means: its description, or where it comes from.</summary>
    internal static string MeaningOf(Feature feature) => feature.Description ?? OriginOf(feature);

    private static string OriginOf(Feature feature) => feature.Aggregation is { } aggregation ? AggregationText.Meaning(aggregation) : $"Newest value of {feature.From}.";

    private static FeatureRow Of(Feature feature, ViewFreshness freshness, FeatureStatistics? statistics, IReadOnlyList<StatisticsDay> history)
    {
        var row = new FeatureRow
        {
            Name = feature.Name,
            Type = feature.Type.ToString(),
            Meaning = MeaningOf(feature),
            Computed = feature.Description is not null && (feature.Aggregation is not null || feature.Reads.Count > 0) ? OriginOf(feature) : null,
            Tags = feature.Tags,
            Freshness = Status.Unknown,
            NullRates = HistorySeries.NullRates(history, feature.Name, freshness.At),
        };
        return statistics is null ? row : Fill(row, statistics, freshness);
    }

    private static FeatureRow Fill(FeatureRow row, FeatureStatistics statistics, ViewFreshness freshness)
    {
        row = row with
        {
            NewestEvent = statistics.NewestEvent,
            Freshness = FreshnessRule.Judge(statistics.NewestEvent, freshness.At, freshness.Promise, freshness.MaxAge),
            NullRate = statistics.Values + statistics.Nulls == 0 ? null : statistics.NullRate,
        };
        return statistics.Numbers is { Count: > 0 } numbers && !HasLength(statistics.Type)
            ? WithNumbers(row, statistics.Type, numbers, freshness.At)
            : WithShares(row, statistics);
    }

    private static FeatureRow WithNumbers(FeatureRow row, DataType type, NumberStatistics numbers, Instant now)
    {
        var bins = numbers.Histogram.Bins;
        return row with
        {
            Bins = [.. bins.Select(static bin => new Bin(bin.From, bin.To, bin.Count))],
            Shape = $"{row.Name}: {Numbers.Count(numbers.Count, "value")} from {Values.Statistic(bins[0].From, type, now)} to {Values.Statistic(bins[^1].To, type, now)}",
            P50 = Values.Statistic(numbers.Quantiles.P50, type, now),
            P95 = Values.Statistic(numbers.Quantiles.P95, type, now),
        };
    }

    private static FeatureRow WithShares(FeatureRow row, FeatureStatistics statistics)
    {
        if (statistics.Values == 0)
        {
            return row with { Shape = $"{row.Name} has no value" };
        }

        var shares = FeatureText.Frequent(statistics).Take(MaxShares).Select(entry => new Share(entry.Value, (double)entry.Count / statistics.Values)).ToList();
        var rest = 1 - shares.Sum(static share => share.Part);
        var hasTop = shares.Count > 0 && shares[0].Part >= LeastTop;
        var named = string.Join(", ", shares.Select(static share => $"{share.Label} {Numbers.Percent(share.Part)}"));
        return row with
        {
            NamedShares = shares.Count,
            Shares = rest > 0 ? [.. shares, new Share("others", rest)] : shares,
            Shape = shares.Count == 0 ? $"{row.Name}: {FeatureText.Distinct(statistics.Distinct)}, none frequent" : $"{row.Name}: {named}",
            Top = hasTop ? shares[0] : null,
            Distinct = hasTop ? null : (statistics.Distinct.Error > 0 ? "≈ " : null) + Numbers.Count(statistics.Distinct.Count) + " different",
        };
    }

    private static bool HasLength(DataType type) => type.IsList || type.Element == ScalarType.Bytes;
}
