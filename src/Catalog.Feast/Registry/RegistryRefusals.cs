using Catalog.Feast.Messages.Registries;
using Catalog.Grpc;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Catalog.Feast.Registry;

/// <summary>
/// What would change the definitions. They are documents with an owner, a domain and contracts, which Feast's messages cannot say, and a client's <c>feast apply</c> would remove whatever is not in its
/// own files: so changes are refused before anything is done, with the way that leads there. Committing without a change, as clients do, is no change.
/// </summary>
internal static class RegistryRefusals
{
    internal static IEnumerable<GrpcMethod> MethodsOf(string service, FeastRegistry registry) =>
    [
        Apply(service, "ApplyProject", ApplyProjectRequest.Parser, static request => ("project", request.Project?.Spec?.Name), registry.Project),
        Delete(service, "DeleteProject", DeleteProjectRequest.Parser, static request => ("project", request.Name)),
        Apply(service, "ApplyEntity", ApplyEntityRequest.Parser, static request => ("entity", request.Entity?.Spec?.Name)),
        Delete(service, "DeleteEntity", DeleteEntityRequest.Parser, static request => ("entity", request.Name)),
        Apply(service, "ApplyDataSource", ApplyDataSourceRequest.Parser, static request => ("data source", request.DataSource?.Name)),
        Delete(service, "DeleteDataSource", DeleteDataSourceRequest.Parser, static request => ("data source", request.Name)),
        Apply(service, "ApplyFeatureView", ApplyFeatureViewRequest.Parser, static request => ("feature view", NameOf(request))),
        Delete(service, "DeleteFeatureView", DeleteFeatureViewRequest.Parser, static request => ("feature view", request.Name)),
        Apply(service, "ApplyFeatureService", ApplyFeatureServiceRequest.Parser, static request => ("feature service", request.FeatureService?.Spec?.Name)),
        Delete(service, "DeleteFeatureService", DeleteFeatureServiceRequest.Parser, static request => ("feature service", request.Name)),
        Method(service, "ApplySavedDataset", ApplySavedDatasetRequest.Parser, static _ => Refuse("The saved dataset was not registered: keep a training set instead (POST /api/v1/training-sets).")),
        Delete(service, "DeleteSavedDataset", DeleteSavedDatasetRequest.Parser, static request => ("saved dataset", request.Name)),
        Method(
            service, "ApplyValidationReference", ApplyValidationReferenceRequest.Parser, static _ => Refuse("The validation reference was not registered: declare the rules in the contract of the source.")),
        Delete(service, "DeleteValidationReference", DeleteValidationReferenceRequest.Parser, static request => ("validation reference", request.Name)),
        Method(service, "ApplyPermission", ApplyPermissionRequest.Parser, static _ => Refuse("The permission was not registered: the catalogue has none of Feast's permissions.")),
        Delete(service, "DeletePermission", DeletePermissionRequest.Parser, static request => ("permission", request.Name)),
        Method(
            service,
            "ApplyMaterialization",
            ApplyMaterializationRequest.Parser,
            static request => Refuse($"The materialization of '{request.FeatureView?.Spec?.Name}' was not registered: the catalogue writes views itself, as events arrive. POST /materialize waits until it has.")),
        Method(service, "UpdateInfra", UpdateInfraRequest.Parser, static _ => new Empty()),
        Method(service, "Commit", Empty.Parser, static _ => new Empty()),
    ];

    /// <summary>Of the project that is there already a client may say so as often as it likes.</summary>
    private static GrpcMethod Apply<T>(string service, string method, MessageParser<T> requests, Func<T, (string Kind, string? Name)> read, string? known = null)
        where T : IMessage<T>
        => Method(service, method, requests, request =>
        {
            var (kind, name) = read(request);
            return name is not null && name == known
                ? new Empty()
                : Refuse(
                    $"The {kind} '{name}' was not applied: this registry cannot be changed by Feast's clients. Write it as a YAML document and apply that with 'catalog apply', in the portal, or by "
                    + "POST /api/v1/definitions/apply.");
        });

    private static GrpcMethod Delete<T>(string service, string method, MessageParser<T> requests, Func<T, (string Kind, string? Name)> read)
        where T : IMessage<T>
        => Method(service, method, requests, request =>
        {
            var (kind, name) = read(request);
            return Refuse(
                $"The {kind} '{name}' was not removed: this registry cannot be changed by Feast's clients. Remove it from its YAML document and apply that with 'catalog apply', in the portal, or by "
                + "POST /api/v1/definitions/apply.");
        });

    private static GrpcMethod Method<T>(string service, string method, MessageParser<T> requests, Func<T, Empty> run)
        where T : IMessage<T>
        => GrpcMethod.Unary($"/{service}/{method}", GrpcMarshallers.Of(requests), GrpcMarshallers.Of(Empty.Parser), (request, _) => ValueTask.FromResult(run(request)));

    private static Empty Refuse(string message) => throw RegistryErrors.ReadOnly(message);

    private static string? NameOf(ApplyFeatureViewRequest request) => request.BaseFeatureViewCase switch
    {
        ApplyFeatureViewRequest.BaseFeatureViewOneofCase.FeatureView => request.FeatureView.Spec?.Name,
        ApplyFeatureViewRequest.BaseFeatureViewOneofCase.StreamFeatureView => request.StreamFeatureView.Spec?.Name,
        ApplyFeatureViewRequest.BaseFeatureViewOneofCase.OnDemandFeatureView => request.OnDemandFeatureView.Spec?.Name,
        _ => null,
    };
}
