using System.Globalization;
using Catalog.Web.Formatting;
using FeatureStore.Model;
using FeatureStore.Windows;

namespace Catalog.Web.Queries;

/// <summary>Aggregates over windows in words.</summary>
internal static class AggregationText
{
    /// <summary>What is computed: <c>Sum of amount where amount &gt; 0, last 7 days.</c></summary>
    internal static string Meaning(Aggregation aggregation)
    {
        var condition = aggregation.Where is { } where ? $" where {where}" : null;
        return $"{Operation(aggregation)}{condition}, last {LengthOf(aggregation.Window)}.";
    }

    /// <summary>How the window slides, and what it gives when it is empty.</summary>
    internal static string Slide(Aggregation aggregation)
        => $"Exact at T. The far end is rounded down to whole hops of {Durations.Words(aggregation.Hop)}, so the window is between {Durations.Words(aggregation.Window)} "
            + $"and {Durations.Words(aggregation.Window + aggregation.Hop)} long. It keeps sliding when no event arrives. No event in the window gives {Empty(aggregation.Function)}.{Estimate(aggregation.Function)}";

    private static string? Estimate(string function) => function switch
    {
        "count_distinct" => $" Up to {Numbers.Count(WindowedFeatures.MostDistinctExact)} different values are counted exactly; more are estimated, with a standard error of 1.6 %.",
        "percentile" => $" Up to {Numbers.Count(WindowedFeatures.MostPercentileExact)} values are exact; of more it is estimated, with a relative error of at most 1 %.",
        _ => null,
    };

    /// <summary>The function with its number: <c>percentile 95</c>.</summary>
    internal static string Function(Aggregation aggregation)
        => aggregation.N is { } n ? $"{aggregation.Function} {n.ToString(CultureInfo.InvariantCulture)}" : aggregation.Function;

    private static string Operation(Aggregation aggregation)
    {
        var n = aggregation.N?.ToString(CultureInfo.InvariantCulture);
        return (aggregation.Function, aggregation.Of) switch
        {
            ("count", null) => "Number of events",
            ("count", var of) => $"Number of events with {of}",
            ("sum", var of) => $"Sum of {of}",
            ("avg", var of) => $"Average of {of}",
            ("min", var of) => $"Smallest {of}",
            ("max", var of) => $"Largest {of}",
            ("stddev", var of) => $"Standard deviation of {of}",
            ("variance", var of) => $"Variance of {of}",
            ("first", var of) => $"Oldest value of {of}",
            ("last", var of) => $"Newest value of {of}",
            ("last_n", var of) => $"Newest {n} values of {of}",
            ("last_distinct", var of) => $"Newest {n} different values of {of}",
            ("count_distinct", var of) => $"Number of different values of {of}",
            ("top_k", var of) => $"{n} most frequent values of {of}",
            ("percentile", var of) => $"Percentile {n} of {of}",
            (_, var of) => $"Trend of {of} per second",
        };
    }

    private static string LengthOf(TimeSpan window)
    {
        var words = Durations.Words(window);
        return words.StartsWith("1 ", StringComparison.Ordinal) && words.LastIndexOf(' ') == 1 ? words[2..] : words;
    }

    private static string Empty(string function) => function switch
    {
        "count" or "sum" or "count_distinct" => "0",
        "last_n" or "last_distinct" or "top_k" => "an empty list",
        _ => "null",
    };
}
