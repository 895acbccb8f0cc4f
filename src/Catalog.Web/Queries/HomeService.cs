using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Lineage.Model;
using Lineage.Runs;

namespace Catalog.Web.Queries;

/// <summary>Gathers what the home page and the page of a domain tell. Thread-safe.</summary>
public sealed class HomeService(DefinitionRegistry registry, HoldingsService holdings, IRunQueries runs, ProofQuery proof, OnlineReach online, TimeProvider clock)
{
    private const int MostChanges = 6;
    private const int MostRuns = 6;
    private const int MostFailedRuns = 50;
    private static readonly TimeSpan FailedLately = TimeSpan.FromDays(1);

    /// <summary>Everything, or what one team owns.</summary>
    /// <param name="team">Name of the team; null: everything.</param>
    /// <param name="cancellationToken">Cancels the questions.</param>
    public Task<HomeFacts> ReadAsync(string? team, CancellationToken cancellationToken)
    {
        var domains = registry.Current.Definitions.Where(definition => definition.Owner == team).Select(static definition => definition.Domain).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return ReadAsync(definition => team is null || definition.Owner == team, run => team is null || (run.Domain is { } domain && domains.Contains(domain)), domain: null, cancellationToken);
    }

    /// <summary>What one domain holds.</summary>
    public Task<HomeFacts> ReadDomainAsync(string domain, CancellationToken cancellationToken)
        => ReadAsync(definition => definition.Domain == domain, static _ => true, domain, cancellationToken);

    private async Task<HomeFacts> ReadAsync(Func<Definition, bool> fits, Func<RunSummary, bool> fitsRun, string? domain, CancellationToken cancellationToken)
    {
        var now = Instant.Now(clock);
        var held = await holdings.OfAsync(fits, cancellationToken);
        var latest = await runs.ListAsync(new RunFilter { Domain = domain, Limit = MostFailedRuns }, cancellationToken);
        var failed = await runs.ListAsync(new RunFilter { Domain = domain, State = RunState.Failed, Limit = MostFailedRuns }, cancellationToken);
        return new HomeFacts(
            held with { Views = [.. held.Views.OrderBy(static facts => StatusOrder.RankOf(facts.Freshness.Status)).ThenBy(static facts => facts.View.Name, StringComparer.Ordinal)] },
            Attention.Of(held, [.. failed.Runs.Where(run => fitsRun(run) && now - (run.EndedAt ?? run.LastSeen) < FailedLately)], registry.Current, now, held.Views.Any(static facts => facts.View.Online) ? await online.FindProblemAsync(cancellationToken) : null),
            [.. latest.Runs.Where(fitsRun).Take(MostRuns)],
            DefinitionChanges.Newest(registry.Current, registry.Current.Definitions.Where(fits).Select(static definition => definition.Id), MostChanges),
            await proof.SummarizeAsync(ViewsOf(registry.Current, fits), cancellationToken));
    }

    private static HashSet<string> ViewsOf(DefinitionSet definitions, Func<Definition, bool> fits) => definitions.Definitions
        .Where(definition => definition.Id.Kind is DefinitionKind.FeatureView or DefinitionKind.OnDemandFeatureView && fits(definition))
        .Select(static definition => definition.Id.Name).ToHashSet(StringComparer.Ordinal);
}
