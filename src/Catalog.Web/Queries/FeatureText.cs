using Catalog.Core.Values;
using Catalog.Web.Formatting;
using FeatureStore.Statistics;

namespace Catalog.Web.Queries;

/// <summary>Statistics of a feature in words.</summary>
internal static class FeatureText
{
    /// <summary>How many different values: <c>29 different values</c>, or <c>about 4,300 different values</c>.</summary>
    internal static string Distinct(DistinctCount distinct)
        => (distinct.Error > 0 ? "about " : string.Empty) + Numbers.Count(distinct.Count, "different value");

    /// <summary>The most frequent values as people read them: lists and bytes by their length.</summary>
    internal static IEnumerable<ValueCount> Frequent(FeatureStatistics statistics) => statistics.Frequent.Top.Select(entry => entry with { Value = Name(entry.Value, statistics.Type) });

    /// <summary>What the figures leave out or do not say, in sentences; empty before there are values.</summary>
    internal static IReadOnlyList<string> Facts(FeatureStatistics statistics, Instant now)
    {
        if (statistics.Values == 0)
        {
            return [statistics.Nulls == 0 ? "No key is in age." : $"All {Numbers.Count(statistics.Nulls, "key")} in age have no value."];
        }

        var facts = new List<string>();
        if (statistics.Numbers is { } numbers && !statistics.Type.IsList && statistics.Type.Element != ScalarType.Bytes)
        {
            AddNumbers(facts, numbers, statistics.Type, now);
        }

        var distinct = Distinct(statistics.Distinct);
        facts.Add(statistics.Distinct.Count == 1 ? "It is the only value." : char.ToUpperInvariant(distinct[0]) + distinct[1..] + ".");
        if (statistics.Frequent.Undercount > 0 && statistics.Frequent.Top.Count > 0)
        {
            facts.Add($"Counts of values may be too small by up to {Numbers.Count(statistics.Frequent.Undercount)}.");
        }

        if (statistics.Numbers is { RankError: > 0 } sampled)
        {
            facts.Add($"Quantiles and bars come from a sample; each quantile is right within {Numbers.Percent(sampled.RankError)} of all values.");
        }

        return facts;
    }

    private static void AddNumbers(List<string> facts, NumberStatistics numbers, DataType type, Instant now)
    {
        var isTime = type.Element == ScalarType.Timestamp;
        var parts = new List<string>();
        AddIf(!isTime && numbers.Zeros > 0, $"{Numbers.Count(numbers.Zeros)} of {Numbers.Count(numbers.Count, "value")} are 0");
        AddIf(!isTime && numbers.Negatives > 0, $"{Numbers.Count(numbers.Negatives)} are below 0");
        AddIf(numbers.Histogram.Below > 0, $"{Numbers.Count(numbers.Histogram.Below)} lie below the figure, down to {Values.Statistic(numbers.Min, type, now)}");
        AddIf(numbers.Histogram.Above > 0, $"{Numbers.Count(numbers.Histogram.Above)} lie above the figure, up to {Values.Statistic(numbers.Max, type, now)}");
        AddIf(numbers.NotANumber > 0, $"{Numbers.Count(numbers.NotANumber)} are not a number");
        AddIf(numbers.Infinite > 0, $"{Numbers.Count(numbers.Infinite)} are infinite");
        if (parts.Count > 0)
        {
            facts.Add(string.Join(", ", parts) + ".");
        }

        if (!isTime && numbers.Count > 0)
        {
            facts.Add($"Mean {Numbers.Statistic(numbers.Mean)}, standard deviation {Numbers.Statistic(numbers.StandardDeviation)}.");
        }

        void AddIf(bool holds, string part)
        {
            if (holds)
            {
                parts.Add(part);
            }
        }
    }

    private static string Name(string value, DataType type) => type switch
    {
        { IsList: true } => value == "0" ? "empty" : Numbers.Count(long.Parse(value, System.Globalization.CultureInfo.InvariantCulture), "item"),
        { Element: ScalarType.Bytes } => Numbers.Bytes(long.Parse(value, System.Globalization.CultureInfo.InvariantCulture)),
        _ when value.Length == 0 => "empty text",
        _ => value,
    };
}
