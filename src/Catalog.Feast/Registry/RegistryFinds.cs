using Catalog.Feast.Messages.Registries;
using Proto = Catalog.Feast.Messages.Core;

namespace Catalog.Feast.Registry;

/// <summary>Answers what the registry is asked for by name. What is not there is refused in Feast's words.</summary>
internal static class RegistryFinds
{
    private const string NoView = "FeatureViewNotFoundException";

    internal static Proto.Entity Entity(string name, FeastRegistry.State state)
        => state.Message.Entities.FirstOrDefault(entity => entity.Spec.Name == name) ?? throw NotFound("EntityNotFoundException", "Entity", name, state.Project);

    internal static Proto.DataSource DataSource(string name, FeastRegistry.State state)
        => state.Message.DataSources.FirstOrDefault(source => source.Name == name) ?? throw NotFound("DataSourceObjectNotFoundException", "Data source", name, state.Project);

    /// <summary>Also a stream feature view, as one without aggregations.</summary>
    internal static Proto.FeatureView View(string name, FeastRegistry.State state) => state.Message.FeatureViews.FirstOrDefault(view => view.Spec.Name == name)
        ?? (state.Set.FindView(name) is { } view && state.Has(view.Domain) ? RegistryMessages.Of(view, state.Set, state.Project) : throw NotFound(NoView, "Feature view", name, state.Project));

    internal static Proto.StreamFeatureView StreamView(string name, FeastRegistry.State state)
        => state.Message.StreamFeatureViews.FirstOrDefault(view => view.Spec.Name == name) ?? throw NotFound(NoView, "Feature view", name, state.Project);

    internal static Proto.OnDemandFeatureView OnDemandView(string name, FeastRegistry.State state)
        => state.Message.OnDemandFeatureViews.FirstOrDefault(view => view.Spec.Name == name) ?? throw NotFound("OnDemandFeatureViewNotFoundException", "On demand feature view", name, state.Project);

    internal static GetAnyFeatureViewResponse AnyView(string name, FeastRegistry.State state)
    {
        var view = new AnyFeatureView();
        if (state.Message.StreamFeatureViews.FirstOrDefault(found => found.Spec.Name == name) is { } stream)
        {
            view.StreamFeatureView = stream;
        }
        else if (state.Message.OnDemandFeatureViews.FirstOrDefault(found => found.Spec.Name == name) is { } onDemand)
        {
            view.OnDemandFeatureView = onDemand;
        }
        else
        {
            view.FeatureView = View(name, state);
        }

        return new GetAnyFeatureViewResponse { AnyFeatureView = view };
    }

    internal static Proto.FeatureService Service(string name, FeastRegistry.State state)
        => state.Message.FeatureServices.FirstOrDefault(service => service.Spec.Name == name) ?? throw NotFound("FeatureServiceNotFoundException", "Feature service", name, state.Project);

    internal static Proto.LabelView LabelView(string name, FeastRegistry.State state) => throw NotFound(NoView, "Feature view", name, state.Project);

    internal static Proto.SavedDataset SavedDataset(string name, FeastRegistry.State state) => throw NotFound("SavedDatasetNotFound", "Saved dataset", name, state.Project);

    internal static Proto.ValidationReference ValidationReference(string name, FeastRegistry.State state) => throw NotFound("ValidationReferenceNotFound", "Validation reference", name, state.Project);

    internal static Proto.Permission Permission(string name, FeastRegistry.State state) => throw NotFound("PermissionObjectNotFoundException", "Permission", name, state.Project);

    private static Grpc.GrpcException NotFound(string exception, string words, string name, string project)
        => RegistryErrors.NotFound(exception, $"{words} {name} does not exist in project {project}");
}
