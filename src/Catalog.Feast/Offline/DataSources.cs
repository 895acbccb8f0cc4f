using System.Text.Json;
using Catalog.Feast.Registry;
using FeatureStore;
using Ingestion.Model;

namespace Catalog.Feast.Offline;

/// <summary>The data source of a command, which a client sends as the JSON of Feast's message.</summary>
internal static class DataSources
{
    /// <summary>Its name.</summary>
    /// <exception cref="FeatureStoreException">It has none, or is no such JSON.</exception>
    internal static string NameIn(JsonElement command)
    {
        try
        {
            var source = JsonElement.Parse(command.Text("data_source_proto"));
            return source.ValueKind == JsonValueKind.Object && source.FindText("name") is { Length: > 0 } name ? name
                : throw new FeatureStoreException(FeatureStoreErrorCode.InvalidRequest, "The command's 'data_source_proto' has no 'name'. Send the JSON of a feast.core.DataSource that has one.");
        }
        catch (JsonException exception)
        {
            throw new FeatureStoreException(FeatureStoreErrorCode.InvalidRequest, $"The command's 'data_source_proto' is no JSON: {exception.Message}", exception);
        }
    }

    /// <summary>The source of that name.</summary>
    /// <exception cref="Grpc.GrpcException">There is none.</exception>
    internal static Source Require(FeastRegistry registry, string name) => registry.Current.Set.FindSource(name) ?? throw RegistryErrors.NoSource(name);
}
