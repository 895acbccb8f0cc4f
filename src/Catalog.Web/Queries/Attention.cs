using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Web.Formatting;
using Catalog.Web.Queries.Quarantine;
using Catalog.Web.ViewModels;
using Lineage.Runs;

namespace Catalog.Web.Queries;

/// <summary>Finds what needs attention in a part of the catalogue.</summary>
public static class Attention
{
    /// <summary>Checks that fail, views that fail, are stale or late, runs that failed, and events in quarantine; worst first, of the same light what touches most events first.</summary>
    /// <param name="holdings">The part.</param>
    /// <param name="failedRuns">Runs of it that failed lately, latest first.</param>
    /// <param name="now">The moment.</param>
    public static IReadOnlyList<AttentionItem> Of(Holdings holdings, IReadOnlyList<RunSummary> failedRuns, Instant now)
        => [.. OfViews(holdings).Concat(OfRuns(failedRuns, now)).Concat(OfChecks(holdings)).Concat(OfQuarantine(holdings)).OrderBy(static item => StatusOrder.RankOf(item.Status)).ThenByDescending(static item => item.Share)];

    private static IEnumerable<AttentionItem> OfViews(Holdings holdings)
        => holdings.Views.Where(static facts => facts.Freshness.Status is Status.Failed or Status.Stale or Status.Late)
            .Select(static facts => new AttentionItem(
                facts.Freshness.Status, "table-2", facts.View.Name, $"is {facts.Freshness.Status.ToString().ToLowerInvariant()}. {facts.Freshness.Sentence}",
                DefinitionKinds.HrefOf(DefinitionKind.FeatureView, facts.View.Name, facts.View.Domain)));

    // Runs that failed over and over count once, as their job.
    private static IEnumerable<AttentionItem> OfRuns(IReadOnlyList<RunSummary> failedRuns, Instant now)
        => failedRuns.GroupBy(static run => run.Job).Select(job => (Newest: job.First(), Count: job.Count())).Select(job => new AttentionItem(
            Status.Failed, "activity", job.Newest.Title ?? job.Newest.Job.Name,
            $"failed {(job.Count > 1 ? $"{Numbers.Count(job.Count)} times, last " : string.Empty)}{Times.Relative(job.Newest.EndedAt ?? job.Newest.LastSeen, now)}. {job.Newest.Message}".TrimEnd(),
            $"/runs/{job.Newest.RunId}"));

    private static IEnumerable<AttentionItem> OfChecks(Holdings holdings)
        => holdings.Checks.Where(static line => line.Status is Status.Failed or Status.Late).GroupBy(static line => line.Result.Source).Select(static source =>
        {
            var counts = CheckCounts.Of(source);
            var worst = source.First();
            return new AttentionItem(
                counts.Status, "list-checks", source.Key, $"breaks its contract: {string.Join(", ", counts.Parts)}. Worst: {worst.Rule.Title}, {worst.Say}.",
                DefinitionKinds.HrefOf(DefinitionKind.Source, source.Key, worst.Domain) + "/quality")
            {
                Share = source.Max(static line => line.Total.Share),
            };
        });

    private static IEnumerable<AttentionItem> OfQuarantine(Holdings holdings)
        => holdings.Sources.Where(static facts => facts.OpenQuarantined > 0).Select(static facts => new AttentionItem(
            Status.Late, "shield-alert", facts.Source.Name,
            $"has {Numbers.Count(facts.OpenQuarantined, "refused event")} waiting, {Numbers.Percent(facts.OpenQuarantined, facts.OpenQuarantined + facts.EventCount)} of what came.",
            QuarantineAddress.HrefOf(facts.Source.Name))
        {
            Share = (double)facts.OpenQuarantined / (facts.OpenQuarantined + facts.EventCount),
        });
}
