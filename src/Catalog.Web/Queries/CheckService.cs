using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using Ingestion.Model;
using Ingestion.Ports;

namespace Catalog.Web.Queries;

/// <summary>
/// Gathers the checks of sources: of one, of those behind a product, of a domain, of all. Every page that shows checks asks here, so that they agree. Thread-safe.
/// </summary>
public sealed class CheckService(DefinitionRegistry registry, ICheckResultStore store, TimeProvider clock)
{
    /// <summary>Days of a heat strip, today included.</summary>
    public const int DayCount = 14;

    // Beyond this, one question about everything is cheaper.
    private const int MostAskedOneByOne = 16;

    /// <summary>The checks of these sources, worst first: by standing, then by the part of the events; then measures before rules, then by source and title.</summary>
    /// <param name="sources">Names of sources; null: of all.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    public async Task<IReadOnlyList<CheckLine>> ListAsync(IReadOnlyCollection<string>? sources, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var from = today.AddDays(1 - DayCount);
        var results = new List<CheckResult>();
        var history = new List<CheckDay>();
        var totals = new List<CheckTotal>();
        var asked = sources is null or { Count: > MostAskedOneByOne } ? new string?[] { null } : [.. sources.Distinct(StringComparer.Ordinal)];
        foreach (var source in asked)
        {
            var latest = (await store.GetLatestAsync(source, cancellationToken)).Where(result => sources?.Contains(result.Source) ?? true).ToList();
            results.AddRange(latest);
            history.AddRange(await store.GetHistoryAsync(source, from, today, cancellationToken));
            totals.AddRange(await TotalsAsync(source, latest, StartOf(from), cancellationToken));
        }

        var definitions = registry.Current;
        var together = totals.ToDictionary(static total => (total.Source, total.Rule));
        var days = history.ToLookup(static day => (day.Total.Source, day.Total.Rule));
        var texts = results.Select(static result => result.Source).Distinct().ToDictionary(static source => source, source => TextsOf(definitions, source), StringComparer.Ordinal);
        return [.. results.Select(result => (Result: result, Rule: texts[result.Source].Of(result.Rule)))
            .Select(check => new CheckLine
            {
                Result = check.Result,
                Total = together.GetValueOrDefault((check.Result.Source, check.Result.Rule)) is { Runs: > 0 } total ? total : CheckTotal.Of([check.Result]),
                Rule = check.Rule,
                Domain = definitions.FindSource(check.Result.Source)?.Domain,
                Days = CellsOf(days[(check.Result.Source, check.Result.Rule)], check.Rule.Measure, from),
            })
            .OrderByDescending(static line => line.Standing)
            .ThenByDescending(static line => line.Total.Share)
            .ThenBy(static line => line.Rule.Measure is null)
            .ThenBy(static line => line.Result.Source, StringComparer.Ordinal)
            .ThenBy(static line => line.Rule.Title, StringComparer.Ordinal)];
    }

    /// <summary>The rules of a source in words.</summary>
    public static RuleTexts TextsOf(DefinitionSet definitions, string source)
    {
        var found = definitions.FindSource(source);
        return new RuleTexts(found, found?.Contract is { } contract ? definitions.FindModel<Contract>(DefinitionKind.Contract, contract) : null);
    }

    /// <summary>What the rules of a source said day by day, each day judged as everywhere.</summary>
    /// <param name="source">The source.</param>
    /// <param name="from">First day, UTC.</param>
    /// <param name="to">Last day, included.</param>
    /// <param name="cancellationToken">Cancels the question.</param>
    /// <returns>By rule, then day; days without a run are left out.</returns>
    public async Task<IReadOnlyList<(CheckDay Day, CheckOutcome Outcome)>> ListDaysAsync(string source, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var texts = TextsOf(registry.Current, source);
        return [.. (await store.GetHistoryAsync(source, from, to, cancellationToken)).Select(day => (day, CheckJudge.Of(day.Total, texts.Of(day.Total.Rule).Measure)))];
    }

    // A source that nothing came into for long is judged by the days before its newest run, so that it does not change while nothing happens.
    private async Task<IReadOnlyList<CheckTotal>> TotalsAsync(string? source, IReadOnlyList<CheckResult> latest, Instant from, CancellationToken cancellationToken)
    {
        var totals = new List<CheckTotal>();
        var lately = Instant.Now(clock) - CheckJudge.Lately;
        var newest = latest.GroupBy(static result => result.Source, StringComparer.Ordinal).ToDictionary(static of => of.Key, static of => of.Max(static result => result.At), StringComparer.Ordinal);
        if (newest.Values.Any(at => at >= from))
        {
            totals.AddRange((await store.GetTotalsAsync(source, new CheckSpan(from, lately, CheckJudge.EnoughEvents), cancellationToken)).Where(total => newest.ContainsKey(total.Source)));
        }

        foreach (var (quiet, at) in newest.Where(of => of.Value < from))
        {
            totals.AddRange(await store.GetTotalsAsync(quiet, new CheckSpan(at - TimeSpan.FromDays(DayCount), lately, CheckJudge.EnoughEvents), cancellationToken));
        }

        return totals;
    }

    private static Instant StartOf(DateOnly day) => Instant.FromDateTime(day.ToDateTime(TimeOnly.MinValue));

    private static IReadOnlyList<HeatCell> CellsOf(IEnumerable<CheckDay> days, QualityRule? measure, DateOnly from)
    {
        var byDay = days.ToDictionary(static day => day.Day, static day => day.Total);
        return [.. Enumerable.Range(0, DayCount).Select(from.AddDays).Select(day => byDay.TryGetValue(day, out var said) ? CellOf(day, said, measure) : new HeatCell(CheckOutcome.Skip, $"{Times.Day(day)}: not checked"))];
    }

    private static HeatCell CellOf(DateOnly day, CheckTotal said, QualityRule? measure)
    {
        var outcome = CheckJudge.Of(said, measure);
        var share = said.Violations > 0 ? $" ({Numbers.Percent(said.Share)})" : string.Empty;
        var what = measure is not null && CheckJudge.MeasuredOf(said, measure) is { } measured ? RuleTexts.MeasuredOf(measure, measured) : $"{Numbers.Count(said.Violations)} of {Numbers.Count(said.Checked, "event")}{share}";
        return new HeatCell(outcome, $"{Times.Day(day)}: {CheckCounts.WordOf(outcome)}, {what}") { Share = CheckJudge.IsByShare(measure) && outcome != CheckOutcome.Skip ? said.Share : null };
    }
}
