using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using FeatureStore.Model;
using FeatureStore.Serving;
using FeatureStore.Statistics;
using Ingestion;
using Ingestion.Model;

namespace Catalog.Web.Queries;

/// <summary>Reads what the page of a feature view shows on all its tabs. Thread-safe.</summary>
public sealed class ViewPageQuery(
    DefinitionRegistry registry, FreshnessService freshness, StatisticsService statistics, FutureColumns columns, ExampleKeys examples, EmptiedViews emptied)
{
    private const int ExampleCount = 3;

    /// <summary>The view of that name; null when there is none.</summary>
    public async Task<ViewPage?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var definitions = registry.Current;
        var id = new DefinitionId(DefinitionKind.FeatureView, name);
        if (definitions.Find(id) is not { } definition || definitions.FindView(name) is not { } view || definitions.FindSource(view.Source) is not { } source
            || await freshness.GetAsync(name, cancellationToken) is not { } fresh)
        {
            return null;
        }

        var (keys, onlineError) = await FindExamplesAsync(view, cancellationToken);
        return new ViewPage
        {
            Definitions = definitions,
            Definition = definition,
            View = view,
            Source = source,
            Contract = source.Contract is { } contract ? definitions.FindModel<Contract>(DefinitionKind.Contract, contract) : null,
            Freshness = onlineError is null ? await emptied.JudgeAsync(view, fresh, keys.Count, cancellationToken) : fresh,
            Statistics = await statistics.FindLatestAsync(view.Id, cancellationToken),
            History = await statistics.GetHistoryAsync(name, HistorySeries.Days, cancellationToken),
            Examples = keys,
            OnlineError = onlineError,
            FutureFeatures = await FutureFeaturesOf(view, source, cancellationToken),
            OnDemandViews = [.. definitions.OnDemandViews.Where(reader => reader.Sources.Any(read => read.View == name))],
            Services = ServicesOf(definitions, name),
            Products = ProductsOf(definitions, name),
        };
    }

    // The page must stand also when the store cannot be read.
    private async Task<(IReadOnlyList<IReadOnlyDictionary<string, Value>> Keys, string? Error)> FindExamplesAsync(FeatureView view, CancellationToken cancellationToken)
    {
        try
        {
            return (await examples.FindAsync(view, ExampleCount, cancellationToken), null);
        }
        catch (CatalogException error)
        {
            return ([], error.Message);
        }
    }

    // What is known is relative to the event time of the source.
    private async Task<IReadOnlyList<(string Feature, FutureColumn Column)>> FutureFeaturesOf(FeatureView view, Source source, CancellationToken cancellationToken)
    {
        if (view.TimestampColumn != source.TimestampColumn)
        {
            return [];
        }

        var future = await columns.FindAsync(source.Name, cancellationToken);
        return [.. ViewDataset.ReadColumns(view).Where(read => future.ContainsKey(read.Column)).Select(read => (read.Feature, future[read.Column]))];
    }

    /// <summary>Services that read a view or on-demand view, by name.</summary>
    internal static List<FeatureService> ServicesOf(DefinitionSet definitions, string view)
        => [.. definitions.Services.Where(service => service.Projections.Any(projection => projection.View == view))];

    /// <summary>Products that offer a view, or a service that reads it, by name.</summary>
    internal static List<DataProduct> ProductsOf(DefinitionSet definitions, string view)
    {
        var services = ServicesOf(definitions, view).Select(static service => service.Name).ToHashSet();
        return [.. definitions.Products.Where(product => product.OutputPorts.Any(
            port => port.FeatureView == view || (port.FeatureService is { } service && services.Contains(service))))];
    }
}
