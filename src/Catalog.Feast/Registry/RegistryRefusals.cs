using Catalog.Feast.Messages.Registries;
using Catalog.Grpc;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Catalog.Feast.Registry;

/// <summary>Changes of what the catalogue has in another way, or not at all: each is refused with the way that leads there.</summary>
internal static class RegistryRefusals
{
    private const string NoPermissions = "the catalogue has none of Feast's permissions.";
    private const string NoDatasets = "the catalogue has none of Feast's saved datasets. Keep a training set instead (POST /api/v1/training-sets).";
    private const string NoReferences = "the catalogue has none of Feast's validation references. Declare the rules in the contract of the source.";

    /// <param name="service">Name of the service.</param>
    /// <param name="registry">Knows the projects.</param>
    internal static IEnumerable<GrpcMethod> MethodsOf(string service, FeastRegistry registry) =>
    [
        Method(service, "ApplyProject", ApplyProjectRequest.Parser, request =>
        {
            registry.Require(request.Project?.Spec?.Name ?? string.Empty); // What there is already a client may apply as often as it likes.
            return new Empty();
        }),
        Method(
            service,
            "DeleteProject",
            DeleteProjectRequest.Parser,
            static request => Refuse($"The project '{request.Name}' was not removed: it is a domain, or the whole catalogue. Remove the document of the domain, with 'catalog apply --prune' or in the portal.")),
        Method(service, "ApplySavedDataset", ApplySavedDatasetRequest.Parser, static _ => Refuse($"The saved dataset was not applied: {NoDatasets}")),
        Method(service, "DeleteSavedDataset", DeleteSavedDatasetRequest.Parser, static request => Refuse($"The saved dataset '{request.Name}' was not removed: {NoDatasets}")),
        Method(service, "ApplyValidationReference", ApplyValidationReferenceRequest.Parser, static _ => Refuse($"The validation reference was not applied: {NoReferences}")),
        Method(service, "DeleteValidationReference", DeleteValidationReferenceRequest.Parser, static request => Refuse($"The validation reference '{request.Name}' was not removed: {NoReferences}")),
        Method(service, "ApplyPermission", ApplyPermissionRequest.Parser, static _ => Refuse($"The permission was not applied: {NoPermissions}")),
        Method(service, "DeletePermission", DeletePermissionRequest.Parser, static request => Refuse($"The permission '{request.Name}' was not removed: {NoPermissions}")),
        Method(
            service,
            "ApplyMaterialization",
            ApplyMaterializationRequest.Parser,
            static request => Refuse($"The materialization of '{request.FeatureView?.Spec?.Name}' was not noted: the catalogue writes views itself, as events arrive. POST /materialize waits until it has.")),
        Method(service, "UpdateInfra", UpdateInfraRequest.Parser, static _ => new Empty()), // Clients whose stores are remote have none.
    ];

    private static GrpcMethod Method<T>(string service, string method, MessageParser<T> requests, Func<T, Empty> run)
        where T : IMessage<T>
        => GrpcMethod.Unary($"/{service}/{method}", GrpcMarshallers.Of(requests), GrpcMarshallers.Of(Empty.Parser), (request, _) => ValueTask.FromResult(run(request)));

    private static Empty Refuse(string message) => throw RegistryErrors.ReadOnly(message);
}
