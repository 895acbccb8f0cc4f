using Catalog.Definitions;
using Catalog.Feast.Messages.Registries;
using Catalog.Grpc;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Proto = Catalog.Feast.Messages.Core;

namespace Catalog.Feast.Registry;

/// <summary><c>feast.registry.RegistryServer</c>, by which Feast's clients learn what there is: entities, views, services and sources. The whole catalogue is one project, and each domain is one.</summary>
internal sealed class RegistryService(FeastRegistry registry, RegistryChanges changes, DefinitionService definitions) : IGrpcService
{
    public ServiceDescriptor Descriptor => RegistryServerReflection.Descriptor.Services[0];

    public IReadOnlyList<GrpcMethod> Methods => [.. Lists, .. Finds, .. Others, .. changes.MethodsOf(Descriptor.FullName), .. RegistryRefusals.MethodsOf(Descriptor.FullName, registry)];

    private IEnumerable<GrpcMethod> Lists =>
    [
        In("ListEntities", ListEntitiesRequest.Parser, ListEntitiesResponse.Parser, static request => request.Project, static (request, state) => RegistryLists.Entities(request, state.Message)),
        In("ListDataSources", ListDataSourcesRequest.Parser, ListDataSourcesResponse.Parser, static request => request.Project, static (request, state) => RegistryLists.DataSources(request, state.Message)),
        In("ListFeatureViews", ListFeatureViewsRequest.Parser, ListFeatureViewsResponse.Parser, static request => request.Project, static (request, state) => RegistryLists.Views(request, state.Message)),
        In(
            "ListStreamFeatureViews",
            ListStreamFeatureViewsRequest.Parser,
            ListStreamFeatureViewsResponse.Parser,
            static request => request.Project,
            static (request, state) => RegistryLists.StreamViews(request, state.Message)),
        In(
            "ListOnDemandFeatureViews",
            ListOnDemandFeatureViewsRequest.Parser,
            ListOnDemandFeatureViewsResponse.Parser,
            static request => request.Project,
            static (request, state) => RegistryLists.OnDemandViews(request, state.Message)),
        In(
            "ListAllFeatureViews",
            ListAllFeatureViewsRequest.Parser,
            ListAllFeatureViewsResponse.Parser,
            static request => request.Project,
            static (request, state) => RegistryLists.AllViews(request, state.Message, state.Set)),
        In(
            "ListFeatureServices",
            ListFeatureServicesRequest.Parser,
            ListFeatureServicesResponse.Parser,
            static request => request.Project,
            static (request, state) => RegistryLists.Services(request, state.Message)),
        In("ListProjects", ListProjectsRequest.Parser, ListProjectsResponse.Parser, static _ => string.Empty, static (request, state) => RegistryLists.Projects(request, state)),
        In(
            "ListProjectMetadata",
            ListProjectMetadataRequest.Parser,
            ListProjectMetadataResponse.Parser,
            static request => request.Project,
            static (_, state) => new ListProjectMetadataResponse { ProjectMetadata = { state.Message.ProjectMetadata } }),
        .. Empties,
    ];

    /// <summary>What the catalogue has no counterpart of: there is none, and clients that look for some go on.</summary>
    private IEnumerable<GrpcMethod> Empties =>
    [
        In("ListLabelViews", ListLabelViewsRequest.Parser, ListLabelViewsResponse.Parser, static request => request.Project, static (_, _) => new ListLabelViewsResponse { Pagination = new() }),
        In("ListSavedDatasets", ListSavedDatasetsRequest.Parser, ListSavedDatasetsResponse.Parser, static request => request.Project, static (_, _) => new ListSavedDatasetsResponse { Pagination = new() }),
        In(
            "ListValidationReferences",
            ListValidationReferencesRequest.Parser,
            ListValidationReferencesResponse.Parser,
            static request => request.Project,
            static (_, _) => new ListValidationReferencesResponse { Pagination = new() }),
        In("ListPermissions", ListPermissionsRequest.Parser, ListPermissionsResponse.Parser, static request => request.Project, static (_, _) => new ListPermissionsResponse { Pagination = new() }),
        In("GetInfra", GetInfraRequest.Parser, Proto.Infra.Parser, static request => request.Project, static (_, state) => state.Message.Infra),
    ];

    private IEnumerable<GrpcMethod> Finds =>
    [
        In("GetEntity", GetEntityRequest.Parser, Proto.Entity.Parser, static request => request.Project, static (request, state) => RegistryFinds.Entity(request.Name, state)),
        In("GetDataSource", GetDataSourceRequest.Parser, Proto.DataSource.Parser, static request => request.Project, static (request, state) => RegistryFinds.DataSource(request.Name, state)),
        In("GetFeatureView", GetFeatureViewRequest.Parser, Proto.FeatureView.Parser, static request => request.Project, static (request, state) => RegistryFinds.View(request.Name, state)),
        In(
            "GetStreamFeatureView",
            GetStreamFeatureViewRequest.Parser,
            Proto.StreamFeatureView.Parser,
            static request => request.Project,
            static (request, state) => RegistryFinds.StreamView(request.Name, state)),
        In(
            "GetOnDemandFeatureView",
            GetOnDemandFeatureViewRequest.Parser,
            Proto.OnDemandFeatureView.Parser,
            static request => request.Project,
            static (request, state) => RegistryFinds.OnDemandView(request.Name, state)),
        In(
            "GetAnyFeatureView",
            GetAnyFeatureViewRequest.Parser,
            GetAnyFeatureViewResponse.Parser,
            static request => request.Project,
            static (request, state) => RegistryFinds.AnyView(request.Name, state)),
        In(
            "GetFeatureService",
            GetFeatureServiceRequest.Parser,
            Proto.FeatureService.Parser,
            static request => request.Project,
            static (request, state) => RegistryFinds.Service(request.Name, state)),
        In("GetProject", GetProjectRequest.Parser, Proto.Project.Parser, static request => request.Name, static (_, state) => state.Message.Projects[0]),
        In("GetLabelView", GetLabelViewRequest.Parser, Proto.LabelView.Parser, static request => request.Project, static (request, state) => RegistryFinds.LabelView(request.Name, state)),
        In("GetSavedDataset", GetSavedDatasetRequest.Parser, Proto.SavedDataset.Parser, static request => request.Project, static (request, state) => RegistryFinds.SavedDataset(request.Name, state)),
        In(
            "GetValidationReference",
            GetValidationReferenceRequest.Parser,
            Proto.ValidationReference.Parser,
            static request => request.Project,
            static (request, state) => RegistryFinds.ValidationReference(request.Name, state)),
        In("GetPermission", GetPermissionRequest.Parser, Proto.Permission.Parser, static request => request.Project, static (request, state) => RegistryFinds.Permission(request.Name, state)),
    ];

    private IEnumerable<GrpcMethod> Others =>
    [
        In("Proto", Empty.Parser, Proto.Registry.Parser, static _ => string.Empty, static (_, state) => state.Message),
        GrpcMethod.Unary($"/{Descriptor.FullName}/Refresh", GrpcMarshallers.Of(RefreshRequest.Parser), GrpcMarshallers.Of(Empty.Parser), async (_, call) =>
        {
            // Whatever project it names: clients send "None" when they mean theirs.
            await definitions.RefreshAsync(call.CancellationToken).ConfigureAwait(false);
            return new Empty();
        }),
    ];

    /// <summary>A method that answers from one state of the definitions. A project that there is not is refused: nothing of it could be found, and an empty list would not say why.</summary>
    private GrpcMethod In<TRequest, TResponse>(
        string name, MessageParser<TRequest> requests, MessageParser<TResponse> responses, Func<TRequest, string> projectOf, Func<TRequest, FeastRegistry.State, TResponse> answer)
        where TRequest : IMessage<TRequest>
        where TResponse : IMessage<TResponse>
        => GrpcMethod.Unary($"/{Descriptor.FullName}/{name}", GrpcMarshallers.Of(requests), GrpcMarshallers.Of(responses), (request, _) => ValueTask.FromResult(answer(request, registry.Require(projectOf(request)))));
}
