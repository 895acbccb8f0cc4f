using Catalog.Core.Values;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Web.ViewModels;
using FeatureStore.Model;
using FeatureStore.Ports;
using Ingestion.Pipelines;

namespace Catalog.Web.Queries;

/// <summary>Says how fresh feature views are: by their newest event, what the contract promises, the max age, and what their writers do. Thread-safe.</summary>
public sealed class FreshnessService(DefinitionRegistry registry, IOfflineManifest manifest, PipelineService pipelines, TimeProvider clock)
{
    /// <summary>All views in force by name. One question to the database, whatever their number.</summary>
    public async Task<IReadOnlyDictionary<string, ViewFreshness>> GetAllAsync(CancellationToken cancellationToken)
    {
        var totals = (await manifest.GetTotalsAsync(cancellationToken)).ToDictionary(static total => total.View);
        var writers = pipelines.Statuses.ToLookup(static status => status.View);
        var definitions = registry.Current;
        var now = Instant.Now(clock);
        return definitions.Views.ToDictionary(
            static view => view.Name,
            view => Judge(view, PromiseOf(definitions, view), [.. writers[view.Id]], totals.GetValueOrDefault(view.Id)?.NewestEventTime, now));
    }

    /// <summary>One view; null when it is not in force.</summary>
    public async Task<ViewFreshness?> GetAsync(string view, CancellationToken cancellationToken)
        => (await GetAllAsync(cancellationToken)).GetValueOrDefault(view);

    /// <summary>How old the newest event of a view may be by the contract of its source; null when nothing is promised.</summary>
    public static TimeSpan? PromiseOf(DefinitionSet definitions, FeatureView view) => LatencyPromise.Of(definitions, view.Source, view.TimestampColumn);

    internal static ViewFreshness Judge(FeatureView view, TimeSpan? promise, IReadOnlyList<PipelineStatus> writers, Instant? newestStored, Instant now)
    {
        var maxAge = view.Ttl > TimeSpan.Zero ? view.Ttl : (TimeSpan?)null;
        var newest = writers.Select(static writer => writer.NewestEventTime).Append(newestStored).Max();
        var lag = writers.Sum(static writer => writer.Lag);
        var failing = writers.FirstOrDefault(static writer => writer.State == PipelineState.Failing);
        return new ViewFreshness
        {
            View = view.Id,
            Status = failing is not null ? Status.Failed : lag > 0 && (newest is null || writers.Any(static writer => !writer.HasCaughtUp)) ? Status.Running : FreshnessRule.Judge(newest, now, promise, maxAge),
            At = now,
            NewestEvent = newest,
            Promise = promise,
            MaxAge = maxAge,
            Lag = lag,
            Error = failing?.Error,
        };
    }
}
