using Catalog.Web.Composition;
using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using FeatureStore.Serving;
using Ingestion.Pipelines;
using Microsoft.Extensions.Options;

namespace Catalog.Web.Queries.Flow;

/// <summary>Adds to the counts of definitions what runs, what waits, and one number for each role of this process.</summary>
internal sealed class FlowFrameSource(
    DefinitionFrameSource definitions, FlowNumbers numbers, LookupLatencies latencies, ViewStatuses views, OnlineReach online, IOptions<CatalogOptions> options) : IFrameSource
{
    private const string NoStore = "no store";

    public async ValueTask<FrameFacts> ReadAsync(CancellationToken cancellationToken)
    {
        var facts = await definitions.ReadAsync(cancellationToken);
        var counted = await numbers.ReadAsync(cancellationToken);
        var counts = new Dictionary<FrameEntry, FrameCount>(facts.Counts);
        if (counted is not null)
        {
            counts[FrameEntry.TrainingSets] = new FrameCount(counted.TrainingSets);
            counts[FrameEntry.Runs] = new FrameCount(counted.RunningRuns);
            counts[FrameEntry.Quarantine] = new FrameCount(counted.OpenQuarantined, Waiting: counted.OpenQuarantined > 0);
        }

        var running = Roles.Of(options.Value);
        var isReached = !(running.Contains(Roles.Serve) || running.Contains(Roles.Work)) || await online.AnswersAsync(cancellationToken);
        return facts with
        {
            Counts = counts,
            Roles = [.. Roles.All.Where(running.Contains).Select(role => FactOf(role, counted, isReached))],
        };
    }

    private RoleFact FactOf(string role, FlowCounts? counted, bool isReached) => role switch
    {
        Roles.Serve => ServeOf(isReached, latencies.Summarize()),
        Roles.Work => WorkOf(isReached, views.List()),
        _ => new RoleFact(role, Status.Fresh, counted is null ? Numbers.None : Numbers.Count(counted.RunningRuns, "run")),
    };

    /// <summary>How long lookups took; without a store to look into, that there is none.</summary>
    internal static RoleFact ServeOf(bool isReached, LatencySummary lookups)
        => isReached ? new RoleFact(Roles.Serve, Status.Fresh, LatencyWords.P95Of(lookups)) : new RoleFact(Roles.Serve, Status.Failed, NoStore);

    /// <summary>The number says what the lamp shows: how far the writers are, how many of them fail, or that there is no store to write to, which they notice with the next event.</summary>
    internal static RoleFact WorkOf(bool isReached, IReadOnlyList<ViewStatus> writers)
    {
        var failing = writers.Count(static view => view.State == PipelineState.Failing);
        return failing > 0
            ? new RoleFact(Roles.Work, Status.Failed, $"{Numbers.Count(failing)} failing")
            : !isReached && writers.Any(static view => view.View.Online) ? new RoleFact(Roles.Work, Status.Failed, NoStore)
            : new RoleFact(Roles.Work, Status.Fresh, "lag " + Numbers.Count(writers.Sum(static view => view.Lag)));
    }
}
