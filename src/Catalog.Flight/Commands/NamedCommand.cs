using System.Text.Json.Nodes;
using Catalog.Core.Arrow;
using FeatureStore;
using FeatureStore.Model;
using FeatureStore.TrainingSets;

namespace Catalog.Flight.Commands;

/// <summary>A training set that is there, by its name, or one part of it. A complete one goes before one that is to replace it.</summary>
internal sealed class NamedCommand(TrainingSetService sets, TrainingFlights flights, string name, string? split) : FlightCommand
{
    public override Task<JsonObject?> PutAsync(Stream rows, CancellationToken cancellationToken) => throw new FeatureStoreException(
        FeatureStoreErrorCode.InvalidRequest,
        $"Rows cannot be uploaded to the path '{name}', which only names a training set. Send a command such as {{\"name\": \"{name}\", \"features\": [\"view:feature\"]}} as the descriptor of an entity frame.");

    public override async Task<FlightTable> DescribeAsync(CancellationToken cancellationToken)
    {
        var table = await flights.DescribeAsync(await GetAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        return split is null ? table : table with { Rows = -1, Bytes = -1 };
    }

    public override async Task<bool> IsReadyAsync(CancellationToken cancellationToken) => (await GetAsync(cancellationToken).ConfigureAwait(false)).HasEnded;

    public override Task<IArrowSource> OpenAsync(FlightTable table, CancellationToken cancellationToken) => flights.OpenAsync(table, split, cancellationToken);

    private async Task<TrainingSet> GetAsync(CancellationToken cancellationToken)
        => await sets.FindAsync(name, cancellationToken).ConfigureAwait(false) ?? await flights.GetAsync(name, cancellationToken).ConfigureAwait(false);
}
