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

    /// <summary>How fresh the view was at the end of each day, when its statistics were last computed.</summary>
    internal static IReadOnlyList<HeatCell> Freshness(IReadOnlyList<StatisticsDay> history, ViewFreshness freshness)
        => [.. ByDay(history, freshness.At).Select(day => Cell(day.Day, day.Statistics, freshness))];

    private static HeatCell Cell(DateOnly day, StatisticsDay? statistics, ViewFreshness freshness)
    {
        var date = Times.Day(Instant.FromDateTime(day.ToDateTime(TimeOnly.MinValue)), freshness.At);
        if (statistics?.NewestEvent is not { } newest)
        {
            return new HeatCell(CheckOutcome.Skip, $"{date}: {(statistics is null ? "not known" : "no row")}");
        }

        var status = FreshnessRule.Judge(newest, statistics.At, freshness.Promise, freshness.MaxAge);
        var age = statistics.At > newest ? statistics.At - newest : TimeSpan.Zero;
        return new HeatCell(OutcomeOf(status), $"{date}: {status.ToString().ToLowerInvariant()}, newest event {Durations.Age(age)} old");
    }

    private static CheckOutcome OutcomeOf(Status status) => status switch
    {
        Status.Fresh => CheckOutcome.Pass,
        Status.Late => CheckOutcome.Warn,
        Status.Stale => CheckOutcome.Fail,
        _ => CheckOutcome.Skip,
    };

    private static IEnumerable<(DateOnly Day, StatisticsDay? Statistics)> ByDay(IReadOnlyList<StatisticsDay> history, Instant now)
    {
        var known = history.ToDictionary(static day => day.Day);
        var today = DateOnly.FromDateTime(now.ToDateTime());
        return Enumerable.Range(1 - Days, Days).Select(today.AddDays).Select(day => (day, known.GetValueOrDefault(day)));
    }
}
