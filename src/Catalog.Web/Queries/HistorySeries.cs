using Catalog.Core.Values;
using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using FeatureStore.Statistics;
using Ingestion.Model;

namespace Catalog.Web.Queries;

/// <summary>Statistics of days as series for figures: one entry per UTC day, the last one today.</summary>
internal static class HistorySeries
{
    internal const int Days = 30;

    /// <summary>The null rates of one feature; null on days without statistics or without keys.</summary>
    internal static IReadOnlyList<double?> NullRates(IReadOnlyList<StatisticsDay> history, string feature, Instant now)
        => [.. ByDay(history, now).Select(day => day.Statistics?.Features.FirstOrDefault(entry => entry.Name == feature)?.NullRate)];

    /// <summary>How fresh the view was at the end of each day, when its statistics were last computed, and is now.</summary>
    internal static IReadOnlyList<HeatCell> Freshness(IReadOnlyList<StatisticsDay> history, ViewFreshness freshness)
        => [.. ByDay(history, freshness.At).SkipLast(1).Select(day => Cell(day.Day, day.Statistics, freshness)), Cell("now", freshness.Status, freshness.Age)];

    private static HeatCell Cell(DateOnly day, StatisticsDay? statistics, ViewFreshness freshness)
    {
        var date = Times.Day(Instant.FromDateTime(day.ToDateTime(TimeOnly.MinValue)), freshness.At);
        if (statistics is null)
        {
            return new HeatCell(CheckOutcome.Skip, $"{date}: not known");
        }

        var then = freshness with { At = statistics.At, NewestEvent = statistics.NewestEvent };
        return Cell(date, FreshnessRule.Judge(then.NewestEvent, then.At, then.Promise, then.MaxAge), then.Age);
    }

    private static HeatCell Cell(string when, Status status, TimeSpan? age) => new(
        OutcomeOf(status), $"{when}: {status.ToString().ToLowerInvariant()}, {(age is { } known ? $"newest event {Durations.Age(known)} old" : "no row")}");

    private static CheckOutcome OutcomeOf(Status status) => status switch
    {
        Status.Fresh => CheckOutcome.Pass,
        Status.Late => CheckOutcome.Warn,
        Status.Stale => CheckOutcome.Fail,
        Status.Failed => CheckOutcome.Error,
        _ => CheckOutcome.Skip,
    };

    private static IEnumerable<(DateOnly Day, StatisticsDay? Statistics)> ByDay(IReadOnlyList<StatisticsDay> history, Instant now)
    {
        var known = history.ToDictionary(static day => day.Day);
        var today = DateOnly.FromDateTime(now.ToDateTime());
        return Enumerable.Range(1 - Days, Days).Select(today.AddDays).Select(day => (day, known.GetValueOrDefault(day)));
    }
}
