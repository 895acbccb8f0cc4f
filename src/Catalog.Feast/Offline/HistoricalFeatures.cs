using System.Text.Json;
using Catalog.Feast.Registry;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.TrainingSets;

namespace Catalog.Feast.Offline;

/// <summary>Turns what a Feast client asks for into the definition of a training set. Thread-safe.</summary>
internal sealed class HistoricalFeatures(FeastRegistry registry, IFeatureRegistry definitions, TrainingSetService sets)
{
    /// <summary>The column that Feast takes for the time, if there is one.</summary>
    private const string TimestampColumn = "event_timestamp";

    /// <summary>The one column of what is uploaded where there are no entity rows.</summary>
    private const string Placeholder = "key";

    /// <summary>What is wanted, without where the rows come from.</summary>
    /// <exception cref="FeatureStoreException">It cannot be told.</exception>
    /// <exception cref="Grpc.GrpcException">There is no such project.</exception>
    internal TrainingSetDefinition Read(JsonElement command)
    {
        registry.Require(command.Text("project"));
        var references = command.Texts("feature_refs");
        var service = FindService(references);
        var aliases = command.TextsOrNulls("name_aliases").OfType<string>().Where(static alias => alias.Length > 0).ToList();
        if (service is null && aliases.Count > 0)
        {
            throw new FeatureStoreException(
                FeatureStoreErrorCode.InvalidRequest,
                $"The features name views by the aliases {string.Join(", ", aliases.Select(static alias => $"'{alias}'"))}, and no feature service of the catalogue has just these features. Ask for a service of the catalogue, or for the views by their own names.");
        }

        return new TrainingSetDefinition { Features = service is null ? references : [], FeatureService = service, FullFeatureNames = command.Flag("full_feature_names") };
    }

    /// <summary>The column of an entity frame with the times; null when the frame is a placeholder.</summary>
    /// <exception cref="FeatureStoreException">It cannot be told which.</exception>
    internal async Task<string?> FindTimesAsync(SpooledFrame frame, CancellationToken cancellationToken)
    {
        var columns = await sets.GetFrameColumnsAsync(frame, cancellationToken).ConfigureAwait(false);
        if (columns is [{ Name: Placeholder }])
        {
            return null;
        }

        return columns.Any(static column => column.Name == TimestampColumn) ? TimestampColumn
            : frame.TimeColumns is [var only] ? only
            : throw new FeatureStoreException(
                FeatureStoreErrorCode.InvalidEntityFrame,
                $"Please provide an entity_df with a column named {TimestampColumn} representing the time of events, or with only one column of timestamps; it has {frame.TimeColumns.Count}.");
    }

    /// <summary>A client sends the features of a service and not its name. Only where a service calls a view or its keys otherwise does it matter which it is.</summary>
    private string? FindService(IReadOnlyList<string> references)
    {
        var wanted = references.ToHashSet(StringComparer.Ordinal);
        return definitions.Services
            .Where(static service => service.Projections.Any(static projection => projection.Alias is not null || projection.JoinKeyMap.Count > 0))
            .FirstOrDefault(service => wanted.SetEquals(service.Projections.SelectMany(ReferencesOf)))?.Name;
    }

    private IEnumerable<string> ReferencesOf(FeatureProjection projection)
    {
        var features = projection.Features.Count > 0 ? projection.Features
            : definitions.FindView(projection.View)?.Features.Select(static feature => feature.Name)
            ?? definitions.FindOnDemandView(projection.View)?.Features.Select(static feature => feature.Name) ?? [];
        return features.Select(feature => $"{projection.Alias ?? projection.View}:{feature}");
    }
}
