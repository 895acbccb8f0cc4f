using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Core.Errors;
using Catalog.Definitions;
using Catalog.Grpc;

namespace Catalog.Feast.Registry;

/// <summary>Refusals from which Feast's client makes the exception that its own server would have thrown: the text of the status is JSON that names it.</summary>
internal static class RegistryErrors
{
    private const int MostNames = 10;

    // Clients that do not know the shape show it as it is.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static GrpcException NotFound(string exception, string message) => Of(GrpcStatusCode.NotFound, exception, message);

    internal static GrpcException NoProject(string asked, FeastRegistry.State whole)
    {
        var domains = string.Join(", ", whole.Set.Domains.Take(MostNames).Select(static domain => $"'{domain.Name}'"));
        var known = domains.Length == 0 ? string.Empty : $", or to a domain: {domains}{(whole.Set.Domains.Count > MostNames ? ", ..." : string.Empty)}";
        return NotFound(
            "ProjectObjectNotFoundException",
            $"Project {asked} does not exist. Set 'project' in feature_store.yaml to '{whole.Project}', which has everything{known}. A new domain is a document 'kind: Domain', put in force with 'catalog apply'.");
    }

    internal static GrpcException NoSource(string name) => NotFound("DataSourceObjectNotFoundException", $"Data source {name} does not exist in the catalogue.");

    internal static GrpcException NoView(string name) => NotFound("FeatureViewNotFoundException", $"Feature view {name} does not exist in the catalogue.");

    /// <summary>A change that the planning found wrong.</summary>
    internal static GrpcException NotApplied(DefinitionsException exception)
    {
        var findings = exception.Findings.Where(static finding => finding.Severity == FindingSeverity.Error)
            .Take(MostNames).Select(static finding => $"{finding.Location.File}: {finding.Message}{(finding.Fix is { } fix ? $" {fix}" : string.Empty)}");
        return Of(GrpcStatusCode.InvalidArgument, "FeastError", string.Join('\n', findings.Prepend(exception.Message)));
    }

    /// <summary>A change that cannot be made here.</summary>
    internal static GrpcException ReadOnly(string message) => Of(GrpcStatusCode.FailedPrecondition, "ReadOnlyRegistryException", message);

    private static GrpcException Of(GrpcStatusCode status, string exception, string message)
        => new(status, new JsonObject { ["module"] = "feast.errors", ["class"] = exception, ["message"] = message }.ToJsonString(Readable));
}
