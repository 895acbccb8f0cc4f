using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Feast.Registry;
using Catalog.Flight.Commands;
using FeatureStore;
using FeatureStore.Model;

namespace Catalog.Feast.Offline;

/// <summary><c>pull_all_from_table_or_query</c>: the rows of the view over a source that has these features, from one date to another, as they were at their own times.</summary>
internal sealed class PullCommand(TrainingFlights flights, FeastRegistry registry, JsonElement command, string name) : FetchCommand(flights, name)
{
    public override async Task<JsonObject?> PutAsync(Stream rows, CancellationToken cancellationToken)
    {
        var view = FindView();
        var features = command.Texts("feature_name_columns");
        var definition = new TrainingSetDefinition
        {
            Features = [.. features.Select(feature => $"{view.Name}:{feature}")],
            TimestampColumn = command.Text("timestamp_field"),
            Range = HistoricalCommand.RangeOf(command, view.Name),
        };
        return await Flights.BeginTemporaryAsync(Name, definition, frame: null, cancellationToken).ConfigureAwait(false);
    }

    private FeatureView FindView()
    {
        var source = command.Text("data_source_name");
        var (keys, features) = (command.Texts("join_key_columns").ToHashSet(StringComparer.Ordinal), command.Texts("feature_name_columns"));
        var views = registry.Current.Set.Views.Where(view => view.Source == source).ToList();
        return views.Find(view => keys.SetEquals(view.Entities.Select(static entity => entity.JoinKey)) && features.All(feature => view.Features.Any(one => one.Name == feature)))
            ?? throw new FeatureStoreException(
                FeatureStoreErrorCode.InvalidRequest,
                $"No feature view over the source '{source}' has the join keys {string.Join(", ", keys)} and the features {string.Join(", ", features)}. "
                + (views.Count == 0 ? "There is no view over such a source at all." : $"Views over it are {string.Join(", ", views.Select(static view => view.Name))}."));
    }
}
