using System.Globalization;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Model;
using FeatureStore.Model;
using Proto = Catalog.Feast.Messages.Core;

namespace Catalog.Feast.Registry;

/// <summary>The definitions in force as the one message that Feast keeps in a file.</summary>
internal static class RegistryMessages
{
    private const string SchemaVersion = "1"; // The only one that Feast has.

    internal static Proto.Registry Of(FeastRegistry.State state)
    {
        var (set, project) = (state.Set, state.Project);
        var message = new Proto.Registry
        {
            RegistrySchemaVersion = SchemaVersion,
            VersionId = set.Revision.ToString(CultureInfo.InvariantCulture),
            LastUpdated = CommonMessages.TimeOf(set.Definitions.Select(static definition => definition.ChangedAt).DefaultIfEmpty().Max()),
            Infra = new Proto.Infra(),
        };
        message.Projects.Add(ProjectOf(state.Domain is { } name ? set.FindModel<Domain>(DefinitionKind.Domain, name) : null, project, message.LastUpdated));
        message.ProjectMetadata.Add(new Proto.ProjectMetadata { Project = project });
        message.Entities.AddRange(set.Entities.Where(entity => state.Has(entity.Domain)).Select(entity => EntityMessages.Of(entity, project, ChangeOf(set, DefinitionKind.Entity, entity.Name))));
        if (set.Views.Any(view => view.Entities.Count == 0 && state.Has(view.Domain)))
        {
            message.Entities.Add(EntityMessages.Dummy(project));
        }

        message.DataSources.AddRange(set.Sources.Where(source => state.Has(source.Domain)).Select(source => SourceMessages.Of(source, project, ChangeOf(set, DefinitionKind.Source, source.Name))));
        AddViews(message, state);
        message.FeatureServices.AddRange(set.Services.Where(service => state.Has(service.Domain)).Select(service => Of(service, set, project)));
        return message;
    }

    /// <summary>The view as one without aggregations, whatever it is: who asks for it by name wants its features.</summary>
    internal static Proto.FeatureView Of(FeatureView view, DefinitionSet set, string project) => ViewMessages.Of(view, set.FindSource(view.Source), project, ChangeOf(set, view));

    /// <summary>A domain as a project, or everything as one.</summary>
    internal static Proto.Project ProjectOf(Domain? domain, string name, Google.Protobuf.WellKnownTypes.Timestamp changed) => new()
    {
        Spec = new Proto.ProjectSpec { Name = name, Description = domain?.Description ?? domain?.Title ?? string.Empty, Owner = domain?.Owner ?? string.Empty },
        Meta = new Proto.ProjectMeta { LastUpdatedTimestamp = changed },
    };

    private static void AddViews(Proto.Registry message, FeastRegistry.State state)
    {
        var (set, project) = (state.Set, state.Project);
        foreach (var view in set.Views.Where(view => state.Has(view.Domain)))
        {
            var source = set.FindSource(view.Source);
            if (ViewMessages.IsStream(view, source))
            {
                message.StreamFeatureViews.Add(ViewMessages.OfStream(view, source, project, ChangeOf(set, view)));
            }
            else
            {
                message.FeatureViews.Add(Of(view, set, project));
            }
        }

        message.OnDemandFeatureViews.AddRange(
            set.OnDemandViews.Where(view => state.Has(view.Domain)).Select(view => OnDemandMessages.Of(view, name => set.FindView(name), project, ChangeOf(set, DefinitionKind.OnDemandFeatureView, view.Name))));
    }

    private static Proto.FeatureService Of(FeatureService service, DefinitionSet set, string project)
    {
        var spec = new Proto.FeatureServiceSpec { Name = service.Name, Project = project, Description = service.Description ?? string.Empty, Owner = service.Owner };
        spec.Features.AddRange(service.Projections.Select(projection => Of(projection, set)));
        CommonMessages.AddTo(spec.Tags, service.Tags, service.Domain);
        var changed = ChangeOf(set, DefinitionKind.FeatureService, service.Name);
        return new Proto.FeatureService { Spec = spec, Meta = new Proto.FeatureServiceMeta { LastUpdatedTimestamp = CommonMessages.TimeOf(changed) } };
    }

    private static Proto.FeatureViewProjection Of(FeatureProjection projection, DefinitionSet set) => set.FindOnDemandView(projection.View) is { } onDemand
        ? ProjectionMessages.Of(projection, onDemand)
        : ProjectionMessages.Of(projection, set.FindView(projection.View), set.FindView(projection.View) is { } view ? set.FindSource(view.Source) : null);

    private static Instant ChangeOf(DefinitionSet set, FeatureView view) => ChangeOf(set, DefinitionKind.FeatureView, view.Name);

    private static Instant ChangeOf(DefinitionSet set, DefinitionKind kind, string name) => set.Find(new DefinitionId(kind, name))?.ChangedAt ?? default;
}
