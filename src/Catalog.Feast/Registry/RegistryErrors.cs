using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Grpc;

namespace Catalog.Feast.Registry;

/// <summary>Refusals from which Feast's client makes the exception that its own server would have thrown: the text of the status is JSON that names it.</summary>
internal static class RegistryErrors
{
    // Clients that do not know the shape show it as it is.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static GrpcException NotFound(string exception, string message) => Of(GrpcStatusCode.NotFound, exception, message);

    internal static GrpcException NoProject(string asked, string project) => NotFound(
        "ProjectObjectNotFoundException",
        $"Project {asked} does not exist. This catalogue is the project '{project}': set 'project: {project}' in feature_store.yaml, or FeatureStore:OnlineStore:Redis:Project in the catalogue.");

    /// <summary>A change that cannot be made here.</summary>
    internal static GrpcException ReadOnly(string message) => Of(GrpcStatusCode.FailedPrecondition, "ReadOnlyRegistryException", message);

    private static GrpcException Of(GrpcStatusCode status, string exception, string message)
        => new(status, new JsonObject { ["module"] = "feast.errors", ["class"] = exception, ["message"] = message }.ToJsonString(Readable));
}
