using Catalog.Web.Formatting;
using FeatureStore.Serving;

namespace Catalog.Web.Queries;

/// <summary>Says how long lookups took. A percentile of a handful of them says nothing, so it is not told.</summary>
public static class LatencyWords
{
    /// <summary>Fewer lookups have no percentile.</summary>
    public const int LeastLookups = 20;

    public static bool IsTold(LatencySummary summary) => summary.Count >= LeastLookups;

    /// <summary>The 95th percentile; "–" of too few lookups.</summary>
    public static string P95Of(LatencySummary summary) => IsTold(summary) ? Durations.Exact(summary.P95) : Numbers.None;

    /// <summary>The 95th percentile among the facts of a page, or from how many lookups on there is one.</summary>
    public static string FigureOf(LatencySummary summary) => summary.Count == 0 || IsTold(summary) ? P95Of(summary) : $"after {LeastLookups} lookups";

    /// <summary>What stands behind that; null without any lookup.</summary>
    public static string? BesideOf(LatencySummary summary) => summary.Count == 0 ? null
        : IsTold(summary) ? $", {Numbers.Count(summary.Count, "lookup")}"
        : $", {Numbers.Count(summary.Count)} so far";

    /// <summary>How many lookups it is of, and what else is known of them.</summary>
    public static string TitleOf(LatencySummary summary) => summary.Count == 0 ? "no lookup in the last 15 minutes"
        : $"of {Numbers.Count(summary.Count, "lookup")} in the last 15 minutes; "
            + (IsTold(summary) ? $"half took no longer than {Durations.Exact(summary.P50)}" : $"told from {LeastLookups} lookups on");

    /// <summary>The slowest of several in a sentence, so that nobody is promised too much.</summary>
    public static string SentenceOf(IReadOnlyCollection<LatencySummary> summaries)
    {
        var told = summaries.Where(IsTold).ToList();
        var count = summaries.Sum(static summary => summary.Count);
        return told.Count > 0 ? $"Lookup p95 is {Durations.Exact(told.Max(static summary => summary.P95))}, of {Numbers.Count(count, "lookup")}."
            : count > 0 ? $"{Numbers.Count(count, "lookup")} in the last 15 minutes, too few for a p95."
            : "No lookup in the last 15 minutes.";
    }
}
