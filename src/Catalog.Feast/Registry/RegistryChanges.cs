using Catalog.Core.Model;
using Catalog.Definitions;
using Catalog.Definitions.Planning;
using Catalog.Feast.Messages.Registries;
using Catalog.Grpc;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Proto = Catalog.Feast.Messages.Core;

namespace Catalog.Feast.Registry;

/// <summary>
/// What a client changes: collected by connection, and put in force with its commit, all of it or nothing, by the same planning as any other change. It can only change what came from a client: documents
/// that people wrote stay theirs.
/// </summary>
internal sealed class RegistryChanges(FeastRegistry registry, DefinitionService definitions, PendingChanges pending)
{
    private const string Author = "feast";
    private const string YamlInstead = "Write it as a YAML document and apply that with 'catalog apply', in the portal, or by POST /api/v1/definitions/apply.";

    internal IEnumerable<GrpcMethod> MethodsOf(string service) =>
    [
        Change(service, "ApplyEntity", ApplyEntityRequest.Parser, static request => (request.Project, request.Commit), ApplyEntity),
        Change(service, "ApplyDataSource", ApplyDataSourceRequest.Parser, static request => (request.Project, request.Commit), static (_, _, _) => { }), // A view brings its sources along, with what it needs of them.
        Change(service, "ApplyFeatureView", ApplyFeatureViewRequest.Parser, static request => (request.Project, request.Commit), ApplyView),
        Change(service, "ApplyFeatureService", ApplyFeatureServiceRequest.Parser, static request => (request.Project, request.Commit), ApplyService),
        Change(service, "DeleteEntity", DeleteEntityRequest.Parser, static request => (request.Project, request.Commit), DeleteEntity),
        Change(service, "DeleteDataSource", DeleteDataSourceRequest.Parser, static request => (request.Project, request.Commit), DeleteSource),
        Change(service, "DeleteFeatureView", DeleteFeatureViewRequest.Parser, static request => (request.Project, request.Commit), DeleteView),
        Change(service, "DeleteFeatureService", DeleteFeatureServiceRequest.Parser, static request => (request.Project, request.Commit), DeleteService),
        GrpcMethod.Unary($"/{service}/Commit", GrpcMarshallers.Of(Empty.Parser), GrpcMarshallers.Of(Empty.Parser), async (_, call) =>
        {
            await CommitAsync(call).ConfigureAwait(false);
            return new Empty();
        }),
    ];

    private GrpcMethod Change<T>(
        string service, string method, MessageParser<T> requests, Func<T, (string Project, bool Commit)> read, Action<T, FeastRegistry.State, RepositoryChange> stage)
        where T : IMessage<T>
        => GrpcMethod.Unary($"/{service}/{method}", GrpcMarshallers.Of(requests), GrpcMarshallers.Of(Empty.Parser), async (request, call) =>
        {
            var (project, isWhole) = read(request);
            try
            {
                var state = registry.Require(project);
                pending.Add(call.ConnectionId, change => stage(request, state, change));
            }
            catch (GrpcException)
            {
                pending.Take(call.ConnectionId); // The client gives up with the first refusal, and what it does next is another change.
                throw;
            }

            if (isWhole)
            {
                await CommitAsync(call).ConfigureAwait(false);
            }

            return new Empty();
        });

    private async Task CommitAsync(GrpcCall call)
    {
        var change = pending.Take(call.ConnectionId);
        while (!change.IsEmpty)
        {
            await definitions.RefreshAsync(call.CancellationToken).ConfigureAwait(false);
            var set = registry.Current.Set;
            try
            {
                var request = new ApplyRequest { Plan = new RepositoryDocuments(set).Of(change), Author = Author, ExpectedRevision = set.Revision };
                await definitions.ApplyAsync(request, call.CancellationToken).ConfigureAwait(false);
                return;
            }
            catch (DefinitionsException exception) when (exception.ErrorCode == DefinitionsErrorCode.RevisionConflict)
            {
                // Somebody else was faster, and what there is now decides what this change means. One of them got on each time, so this ends.
            }
            catch (DefinitionsException exception)
            {
                throw RegistryErrors.NotApplied(exception);
            }
        }
    }

    private static void ApplyEntity(ApplyEntityRequest request, FeastRegistry.State state, RepositoryChange change)
    {
        var spec = request.Entity?.Spec ?? new Proto.EntitySpecV2();
        if (EntityMessages.IsDummy(spec.Name))
        {
            return; // Clients send it always, for views without entities, which need none here.
        }

        // One that others wrote may be named by a client's repository, too, as long as it means the same.
        if (state.Set.FindModel<FeatureStore.Model.Entity>(DefinitionKind.Entity, spec.Name) is { } there && IsForeign(state, DefinitionKind.Entity, spec.Name, spec.Tags))
        {
            var type = CommonMessages.TypeOf(spec.ValueType);
            if (there.JoinKey != (spec.JoinKey.Length == 0 ? spec.Name : spec.JoinKey) || (type is not null && type != there.Type))
            {
                throw RegistryErrors.ReadOnly(
                    $"The entity '{spec.Name}' was not applied: it has the join key '{spec.JoinKey}' and the type '{spec.ValueType}', but the one in force, which is not of this repository, has '{there.JoinKey}' "
                    + $"and '{there.Type}'. Declare it alike, or under another name.");
            }

            return;
        }

        change.Removed.Remove(new DefinitionId(DefinitionKind.Entity, spec.Name));
        change.Entities[spec.Name] = (spec, DomainOf(state, spec.Tags, $"entity '{spec.Name}'"));
    }

    private static void ApplyView(ApplyFeatureViewRequest request, FeastRegistry.State state, RepositoryChange change)
    {
        var spec = request.BaseFeatureViewCase switch
        {
            ApplyFeatureViewRequest.BaseFeatureViewOneofCase.FeatureView => request.FeatureView.Spec ?? new Proto.FeatureViewSpec(),
            ApplyFeatureViewRequest.BaseFeatureViewOneofCase.StreamFeatureView
                => throw CannotRead("stream feature view", request.StreamFeatureView.Spec?.Name, "windows and their conditions stand in a FeatureView with aggregates"),
            ApplyFeatureViewRequest.BaseFeatureViewOneofCase.OnDemandFeatureView
                => throw CannotRead("on-demand feature view", request.OnDemandFeatureView.Spec?.Name, "what it computes stands in an OnDemandFeatureView as expressions, not in Python"),
            _ => throw CannotRead("view", null, "the catalogue has no label views"),
        };
        if (spec.FeatureTransformation is not null || spec.SourceViews.Count > 0)
        {
            throw CannotRead("feature view", spec.Name, "a transformation stands in a FeatureView as expressions, not in Python");
        }

        var source = RepositoryDocuments.SourceOf(spec);
        if (!IsForeign(state, DefinitionKind.Source, source, spec.Tags) && (spec.StreamSource ?? spec.BatchSource)?.Type is not (Proto.DataSource.Types.SourceType.PushSource or Proto.DataSource.Types.SourceType.BatchFile))
        {
            throw RegistryErrors.ReadOnly(
                $"The feature view '{spec.Name}' was not applied: its source '{source}' is neither a PushSource nor a FileSource. Declare a Source of that name as a YAML document, with its topic, table or files, and "
                + "apply the view again.");
        }

        Own(state, new DefinitionId(DefinitionKind.FeatureView, spec.Name), "feature view", "applied", spec.Tags);
        change.Removed.Remove(new DefinitionId(DefinitionKind.FeatureView, spec.Name));
        change.Views[spec.Name] = (spec, DomainOf(state, spec.Tags, $"feature view '{spec.Name}'"));
    }

    private static void ApplyService(ApplyFeatureServiceRequest request, FeastRegistry.State state, RepositoryChange change)
    {
        var spec = request.FeatureService?.Spec ?? new Proto.FeatureServiceSpec();
        Own(state, new DefinitionId(DefinitionKind.FeatureService, spec.Name), "feature service", "applied", spec.Tags);
        change.Removed.Remove(new DefinitionId(DefinitionKind.FeatureService, spec.Name));
        change.Services[spec.Name] = (spec, DomainOf(state, spec.Tags, $"feature service '{spec.Name}'"));
    }

    private static void DeleteEntity(DeleteEntityRequest request, FeastRegistry.State state, RepositoryChange change)
    {
        RegistryFinds.Entity(request.Name, state);
        if (!EntityMessages.IsDummy(request.Name))
        {
            change.Entities.Remove(request.Name);
            change.Removed.Add(Own(state, new DefinitionId(DefinitionKind.Entity, request.Name), "entity", "removed"));
        }
    }

    private static void DeleteSource(DeleteDataSourceRequest request, FeastRegistry.State state, RepositoryChange change)
    {
        RegistryFinds.DataSource(request.Name, state);
        change.Removed.Add(Own(state, new DefinitionId(DefinitionKind.Source, request.Name), "data source", "removed"));
    }

    private static void DeleteView(DeleteFeatureViewRequest request, FeastRegistry.State state, RepositoryChange change)
    {
        RegistryFinds.AnyView(request.Name, state);
        change.Views.Remove(request.Name);
        var kind = state.Set.FindView(request.Name) is null ? DefinitionKind.OnDemandFeatureView : DefinitionKind.FeatureView;
        change.Removed.Add(Own(state, new DefinitionId(kind, request.Name), "feature view", "removed"));
    }

    private static void DeleteService(DeleteFeatureServiceRequest request, FeastRegistry.State state, RepositoryChange change)
    {
        RegistryFinds.Service(request.Name, state);
        change.Services.Remove(request.Name);
        change.Removed.Add(Own(state, new DefinitionId(DefinitionKind.FeatureService, request.Name), "feature service", "removed"));
    }

    /// <summary>The definition, which a client may change; there need be none yet.</summary>
    private static DefinitionId Own(FeastRegistry.State state, DefinitionId id, string words, string done, MapField<string, string>? tags = null) => IsForeign(state, id.Kind, id.Name, tags)
        ? throw RegistryErrors.ReadOnly(
            $"The {words} '{id.Name}' was not {done}: it is in force by '{state.Set.Find(id)?.Path}', which no client of this project wrote, so only that document can change it, with 'catalog apply', in the portal, or "
            + "by POST /api/v1/definitions/apply. Give a repository of Feast a domain of its own.")
        : id;

    /// <summary>Without a domain, neither by the project nor by the tag, what any client applied is its own: it is removed by name.</summary>
    private static bool IsForeign(FeastRegistry.State state, DefinitionKind kind, string name, MapField<string, string>? tags)
        => new RepositoryDocuments(state.Set).IsForeign(kind, name, state.Domain ?? tags?.GetValueOrDefault(CommonMessages.DomainTag));

    private static string DomainOf(FeastRegistry.State state, MapField<string, string> tags, string what)
        => state.Domain ?? (tags.TryGetValue(CommonMessages.DomainTag, out var domain) && state.Set.FindModel<Domain>(DefinitionKind.Domain, domain) is not null
            ? domain
            : throw RegistryErrors.ReadOnly(
                $"The {what} was not applied: it names no domain. Set 'project' in feature_store.yaml to the name of a domain instead of '{state.Project}', or give it the tag 'domain' with such a name."));

    private static GrpcException CannotRead(string kind, string? name, string why) => RegistryErrors.ReadOnly($"The {kind} '{name}' was not applied: {why}. {YamlInstead}");
}
