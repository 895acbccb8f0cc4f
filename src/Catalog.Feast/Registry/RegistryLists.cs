using Catalog.Definitions.Model;
using Catalog.Feast.Messages.Registries;
using Proto = Catalog.Feast.Messages.Core;

namespace Catalog.Feast.Registry;

/// <summary>Answers what lists of the registry are asked for.</summary>
internal static class RegistryLists
{
    internal static ListEntitiesResponse Entities(ListEntitiesRequest request, Proto.Registry registry)
    {
        var (items, pagination) = new Page(request.Tags, request.Sorting, request.Pagination).Of(
            registry.Entities, static entity => new Listed(entity.Spec.Name, entity.Spec.Tags, entity.Meta.LastUpdatedTimestamp));
        return new ListEntitiesResponse { Entities = { items }, Pagination = pagination };
    }

    internal static ListDataSourcesResponse DataSources(ListDataSourcesRequest request, Proto.Registry registry)
    {
        var (items, pagination) = new Page(request.Tags, request.Sorting, request.Pagination).Of(
            registry.DataSources, static source => new Listed(source.Name, source.Tags, source.Meta.LastUpdatedTimestamp));
        return new ListDataSourcesResponse { DataSources = { items }, Pagination = pagination };
    }

    internal static ListFeatureViewsResponse Views(ListFeatureViewsRequest request, Proto.Registry registry)
    {
        var (items, pagination) = new Page(request.Tags, request.Sorting, request.Pagination).Of(
            registry.FeatureViews, static view => new Listed(view.Spec.Name, view.Spec.Tags, view.Meta.LastUpdatedTimestamp));
        return new ListFeatureViewsResponse { FeatureViews = { items }, Pagination = pagination };
    }

    internal static ListStreamFeatureViewsResponse StreamViews(ListStreamFeatureViewsRequest request, Proto.Registry registry)
    {
        var (items, pagination) = new Page(request.Tags, request.Sorting, request.Pagination).Of(
            registry.StreamFeatureViews, static view => new Listed(view.Spec.Name, view.Spec.Tags, view.Meta.LastUpdatedTimestamp));
        return new ListStreamFeatureViewsResponse { StreamFeatureViews = { items }, Pagination = pagination };
    }

    internal static ListOnDemandFeatureViewsResponse OnDemandViews(ListOnDemandFeatureViewsRequest request, Proto.Registry registry)
    {
        var (items, pagination) = new Page(request.Tags, request.Sorting, request.Pagination).Of(
            registry.OnDemandFeatureViews, static view => new Listed(view.Spec.Name, view.Spec.Tags, view.Meta.LastUpdatedTimestamp));
        return new ListOnDemandFeatureViewsResponse { OnDemandFeatureViews = { items }, Pagination = pagination };
    }

    internal static ListFeatureServicesResponse Services(ListFeatureServicesRequest request, Proto.Registry registry)
    {
        var asked = registry.FeatureServices.Where(service => request.FeatureView.Length == 0 || Serves(service, request.FeatureView));
        var (items, pagination) = new Page(request.Tags, request.Sorting, request.Pagination).Of(
            asked, static service => new Listed(service.Spec.Name, service.Spec.Tags, service.Meta.LastUpdatedTimestamp));
        return new ListFeatureServicesResponse { FeatureServices = { items }, Pagination = pagination };
    }

    /// <summary>Everything as one project, and each domain.</summary>
    internal static ListProjectsResponse Projects(ListProjectsRequest request, FeastRegistry.State state)
    {
        var projects = state.Set.Domains.Where(domain => domain.Name != state.Project).Select(domain => RegistryMessages.ProjectOf(domain, domain.Name, state.Message.LastUpdated));
        var (items, pagination) = new Page(request.Tags, request.Sorting, request.Pagination).Of(
            state.Message.Projects.Concat(projects), static project => new Listed(project.Spec.Name, project.Spec.Tags, project.Meta.LastUpdatedTimestamp));
        return new ListProjectsResponse { Projects = { items }, Pagination = pagination };
    }

    /// <summary>Views of every kind in one list, ordered by name.</summary>
    internal static ListAllFeatureViewsResponse AllViews(ListAllFeatureViewsRequest request, Proto.Registry registry, DefinitionSet set)
    {
        var asked = registry.FeatureViews.Select(static view => new AnyFeatureView { FeatureView = view })
            .Concat(registry.StreamFeatureViews.Select(static view => new AnyFeatureView { StreamFeatureView = view }))
            .Concat(registry.OnDemandFeatureViews.Select(static view => new AnyFeatureView { OnDemandFeatureView = view }))
            .Where(view => Matches(view, request, registry, set))
            .OrderBy(static view => Read(view).Name, StringComparer.Ordinal);
        var (items, pagination) = new Page(request.Tags, request.Sorting, request.Pagination).Of(asked, Read);
        return new ListAllFeatureViewsResponse { FeatureViews = { items }, Pagination = pagination };
    }

    private static Listed Read(AnyFeatureView view) => view.AnyFeatureViewCase switch
    {
        AnyFeatureView.AnyFeatureViewOneofCase.FeatureView => new Listed(view.FeatureView.Spec.Name, view.FeatureView.Spec.Tags, view.FeatureView.Meta.LastUpdatedTimestamp),
        AnyFeatureView.AnyFeatureViewOneofCase.StreamFeatureView
            => new Listed(view.StreamFeatureView.Spec.Name, view.StreamFeatureView.Spec.Tags, view.StreamFeatureView.Meta.LastUpdatedTimestamp),
        _ => new Listed(view.OnDemandFeatureView.Spec.Name, view.OnDemandFeatureView.Spec.Tags, view.OnDemandFeatureView.Meta.LastUpdatedTimestamp),
    };

    private static bool Matches(AnyFeatureView view, ListAllFeatureViewsRequest request, Proto.Registry registry, DefinitionSet set)
    {
        var (name, _, changed) = Read(view);
        return (request.UpdatedSince is null || changed?.CompareTo(request.UpdatedSince) >= 0)
            && IsAskedFor(request.Entity, () => set.FindView(name) is { } found ? found.Entities.Select(static entity => entity.Name) : [])
            && IsAskedFor(request.Feature, () => FeaturesOf(name, set))
            && IsAskedFor(request.DataSource, () => set.FindView(name) is { } found ? [found.Source] : set.FindOnDemandView(name)?.Requests.Select(static source => source.Name) ?? [])
            && IsAskedFor(request.FeatureService, () => registry.FeatureServices.Where(service => Serves(service, name)).Select(static service => service.Spec.Name));
    }

    private static IEnumerable<string> FeaturesOf(string view, DefinitionSet set)
        => set.FindView(view)?.Features.Select(static feature => feature.Name) ?? set.FindOnDemandView(view)?.Features.Select(static feature => feature.Name) ?? [];

    private static bool IsAskedFor(string asked, Func<IEnumerable<string>> names) => asked.Length == 0 || names().Contains(asked, StringComparer.Ordinal);

    private static bool Serves(Proto.FeatureService service, string view) => service.Spec.Features.Any(projection => projection.FeatureViewName == view);
}
