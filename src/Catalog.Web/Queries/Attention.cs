using Catalog.Core.Events;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Model;
using Catalog.Web.Formatting;
using Catalog.Web.Queries.Quarantine;
using Catalog.Web.ViewModels;
using Lineage.Runs;

namespace Catalog.Web.Queries;

/// <summary>Finds what needs attention in a part of the catalogue.</summary>
public static class Attention
{
    private const int MostNamed = 6;

    /// <summary>A store that is away, checks that fail, views that fail, are stale or late, runs that failed, and events in quarantine; worst first, of the same light what touches most events first.</summary>
    /// <param name="holdings">The part.</param>
    /// <param name="failedRuns">Runs of it that failed lately, latest first.</param>
    /// <param name="definitions">Tell which source is behind what.</param>
    /// <param name="now">The moment.</param>
    /// <param name="storeProblem">Why the online store does not answer; null when it does.</param>
    public static IReadOnlyList<AttentionItem> Of(Holdings holdings, IReadOnlyList<RunSummary> failedRuns, DefinitionSet definitions, Instant now, string? storeProblem = null)
        => [.. OfStore(storeProblem).Concat(OfViews(holdings, definitions)).Concat(OfRuns(failedRuns, definitions, now)).Concat(OfChecks(holdings)).Concat(OfQuarantine(holdings)).OrderBy(static item => StatusOrder.RankOf(item.Status)).ThenByDescending(static item => item.Share)];

    // It is behind whatever else fails then, so it is told first.
    private static IEnumerable<AttentionItem> OfStore(string? problem)
        => problem is null ? [] : [new AttentionItem(Status.Failed, "database", "Online store", $"does not answer: lookups fail or are answered with rows read before, and writers wait. {problem}", "/views") { Share = 2 }];

    // What is late for one source is late for all its views, so they count once.
    private static IEnumerable<AttentionItem> OfViews(Holdings holdings, DefinitionSet definitions)
        => holdings.Views.Where(static facts => facts.Freshness.Status is Status.Failed or Status.Stale or Status.Late)
            .GroupBy(facts => (Source: OriginOf(definitions, facts.View.Source), facts.Freshness.Status))
            .Select(group => group.ToList() is [var only] ? OfView(only, group.Key.Source) : OfViews([.. group], group.Key.Source, definitions));

    private static AttentionItem OfView(ViewFacts facts, string source) => new(
        facts.Freshness.Status, "table-2", facts.View.Name, $"is {WordOf(facts.Freshness.Status)}. {facts.Freshness.Sentence}", HrefOf(facts))
    {
        Source = source,
    };

    private static AttentionItem OfViews(List<ViewFacts> views, string source, DefinitionSet definitions)
    {
        var sentences = views.Select(static facts => facts.Freshness.Sentence).Distinct(StringComparer.Ordinal).ToList();
        var rest = views.Count > MostNamed ? $" and {Numbers.Count(views.Count - MostNamed)} more" : string.Empty;
        return new AttentionItem(
            views[0].Freshness.Status, "table-2", source, $"is behind {Numbers.Count(views.Count)} {WordOf(views[0].Freshness.Status)} views: ",
            DefinitionKinds.HrefOf(DefinitionKind.Source, source, definitions.FindSource(source)?.Domain))
        {
            Source = source,
            Parts = [.. views.Take(MostNamed).Select(static facts => (facts.View.Name, HrefOf(facts)))],
            Tail = $"{rest}. {(sentences.Count == 1 ? sentences[0] : $"Of {views[0].View.Name}: {sentences[0]}")}",
        };
    }

    private static string WordOf(Status status) => status.ToString().ToLowerInvariant();

    private static string HrefOf(ViewFacts facts) => DefinitionKinds.HrefOf(DefinitionKind.FeatureView, facts.View.Name, facts.View.Domain);

    // An enriched source is made of another, where what is wrong begins.
    private static string OriginOf(DefinitionSet definitions, string source) => definitions.StreamsOf(source) is [.., var origin] ? origin.Name : source;

    private static string? SourceOf(RunSummary run, DefinitionSet definitions)
    {
        var name = run.Job.Namespace == DatasetRef.Own ? run.Job.Name[(run.Job.Name.IndexOf('.', StringComparison.Ordinal) + 1)..] : string.Empty;
        var source = run.Kind switch
        {
            RunKind.Materialization => definitions.FindView(name)?.Source,
            RunKind.Ingestion or RunKind.Replay or RunKind.Enrichment => definitions.FindSource(name)?.Name,
            _ => null,
        };
        return source is null ? null : OriginOf(definitions, source);
    }

    // Runs that failed over and over count once, as their job.
    private static IEnumerable<AttentionItem> OfRuns(IReadOnlyList<RunSummary> failedRuns, DefinitionSet definitions, Instant now)
        => failedRuns.GroupBy(static run => run.Job).Select(job => (Newest: job.First(), Count: job.Count())).Select(job => new AttentionItem(
            Status.Failed, "activity", job.Newest.Title ?? job.Newest.Job.Name,
            $"failed {(job.Count > 1 ? $"{Numbers.Count(job.Count)} times, last " : string.Empty)}{Times.Relative(job.Newest.EndedAt ?? job.Newest.LastSeen, now)}. {job.Newest.Message}".TrimEnd(),
            $"/runs/{job.Newest.RunId}")
        {
            Source = SourceOf(job.Newest, definitions),
        });

    private static IEnumerable<AttentionItem> OfChecks(Holdings holdings)
        => holdings.Checks.Where(static line => line.Status is Status.Failed or Status.Late).GroupBy(static line => line.Result.Source).Select(static source =>
        {
            var counts = CheckCounts.Of(source);
            var worst = source.First();
            return new AttentionItem(
                counts.Status, "list-checks", source.Key, $"breaks its contract: {counts.Spoken}. Worst: {worst.Rule.Title}, {worst.Say}.",
                DefinitionKinds.HrefOf(DefinitionKind.Source, source.Key, worst.Domain) + "/quality")
            {
                Source = source.Key,
                Share = source.Max(static line => line.Total.Share),
            };
        });

    private static IEnumerable<AttentionItem> OfQuarantine(Holdings holdings)
        => holdings.Sources.Where(static facts => facts.OpenQuarantined > 0).Select(static facts => new AttentionItem(
            Status.Late, "shield-alert", facts.Source.Name,
            $"has {Numbers.Count(facts.OpenQuarantined, "refused event")} waiting{(facts.EventCount is { } taken ? $", {Numbers.Percent(facts.OpenQuarantined, facts.OpenQuarantined + taken)} of what came" : null)}.",
            QuarantineAddress.HrefOf(facts.Source.Name))
        {
            Source = facts.Source.Name,
            Share = facts.EventCount is { } known ? (double)facts.OpenQuarantined / (facts.OpenQuarantined + known) : 1,
        });
}
