using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions;
using Catalog.Definitions.Search;
using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using FeatureStore.Model;
using Ingestion.Enrichments;

namespace Catalog.Web.Queries;

/// <summary>The lights of everything that holds data: views, and by them services, products and sources. One question to the database. Thread-safe.</summary>
public sealed class Lights(DefinitionRegistry registry, FreshnessService freshness, IEnrichmentStatuses enrichments, FeedStates feeds, TimeProvider clock)
{
    /// <summary>All lights by what they are of.</summary>
    public async Task<IReadOnlyDictionary<SearchId, Light>> GetAllAsync(CancellationToken cancellationToken)
    {
        var definitions = registry.Current;
        var views = await freshness.GetAllAsync(cancellationToken);
        var now = Instant.Now(clock);
        var lights = new Dictionary<SearchId, Light>();
        foreach (var (name, view) in views)
        {
            lights[SearchId.Of(DefinitionKind.FeatureView, name)] = new Light(view.Status, AgeOf(view.NewestEvent, now) ?? view.Status.ToString());
        }

        foreach (var view in definitions.OnDemandViews)
        {
            Add(SearchId.Of(DefinitionKind.OnDemandFeatureView, view.Name), definitions.ViewsBehind(view.Name));
        }

        foreach (var service in definitions.Services)
        {
            Add(SearchId.Of(DefinitionKind.FeatureService, service.Name), ProductMap.ViewsOf(definitions, service));
        }

        foreach (var product in definitions.Products)
        {
            Add(SearchId.Of(DefinitionKind.DataProduct, product.Name), ProductMap.ViewsOf(definitions, product));
        }

        var bySource = definitions.Views.ToLookup(static view => view.Source);
        foreach (var source in definitions.Sources)
        {
            var newest = bySource[source.Name].Select(view => views.GetValueOrDefault(view.Name)?.NewestEvent).Max();
            var status = FreshnessRule.Judge(newest, now, LatencyPromise.Of(definitions, source.Name, source.TimestampColumn), maxAge: null);
            lights[SearchId.Of(DefinitionKind.Source, source.Name)] = SourceFacts.LightOf(status, AgeOf(newest, now) ?? status.ToString(), enrichments.Of(source), feeds.TopicOf(source), feeds.CaptureOf(source));
        }

        return lights;

        void Add(SearchId id, IReadOnlyList<FeatureView> served)
        {
            if (served.Count > 0)
            {
                var worst = StatusOrder.Worst(served.Select(view => views.GetValueOrDefault(view.Name)?.Status ?? Status.Unknown));
                lights[id] = new Light(worst, worst.ToString());
            }
        }
    }

    private static string? AgeOf(Instant? newest, Instant now) => newest is { } time ? Durations.Age(now > time ? now - time : TimeSpan.Zero) : null;
}

/// <summary>A light with words beside it.</summary>
/// <param name="Status">The status.</param>
/// <param name="Text">The age of the newest event, or the status in words.</param>
public sealed record Light(Status Status, string Text);
