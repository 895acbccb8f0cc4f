using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Flight.Commands;
using FeatureStore;

namespace Catalog.Feast.Offline;

/// <summary><c>offline_write_batch</c>: rows become events of the source of a view, for the offline store alone.</summary>
internal sealed class WriteCommand(TrainingFlights flights, OfflineWrites writes, JsonElement command) : ActCommand
{
    public override async Task<JsonObject?> PutAsync(Stream rows, CancellationToken cancellationToken)
    {
        if (command.Texts("feature_view_names") is not [var view])
        {
            throw new FeatureStoreException(FeatureStoreErrorCode.InvalidRequest, "The command's member 'feature_view_names' must have one name: rows are written for one view at a time.");
        }

        using var frame = await flights.ReceiveAsync(rows, cancellationToken).ConfigureAwait(false);
        return await writes.WriteAsync(view, frame, cancellationToken).ConfigureAwait(false);
    }
}
