using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Core.Values;
using Catalog.Flight.Commands;
using FeatureStore;
using FeatureStore.Model;

namespace Catalog.Feast.Offline;

/// <summary><c>get_historical_features</c>: with an entity frame, or with the rows of a view in a range of times.</summary>
internal sealed class HistoricalCommand(TrainingFlights flights, HistoricalFeatures features, JsonElement command, string name) : FetchCommand(flights, name)
{
    public override async Task<JsonObject?> PutAsync(Stream rows, CancellationToken cancellationToken)
    {
        if (command.FindText("entity_df_sql") is not null)
        {
            throw Refuse("Entity rows as SQL are not read here: there is no table to select from. Give entity_df as a DataFrame.");
        }

        var definition = features.Read(command);
        using var frame = await Flights.ReceiveAsync(rows, cancellationToken).ConfigureAwait(false);
        return await features.FindTimesAsync(frame, cancellationToken).ConfigureAwait(false) is { } times
            ? await Flights.BeginTemporaryAsync(Name, definition with { TimestampColumn = times }, frame, cancellationToken).ConfigureAwait(false)
            : await Flights.BeginTemporaryAsync(Name, definition with { Range = RangeOf(command, view: null) }, frame: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The rows from one date to another. Feast counts both, a range here not the second.</summary>
    /// <exception cref="FeatureStoreException">One of them is missing.</exception>
    internal static TrainingSetRange RangeOf(JsonElement command, string? view)
    {
        var (start, end) = (command.FindTime("start_date"), command.FindTime("end_date"));
        return start is { } first && end is { } last
            ? new TrainingSetRange { View = view, Start = first, End = new Instant(last.UnixMicroseconds + 1) }
            : throw Refuse("Without entity rows both 'start_date' and 'end_date' are needed, between which the rows of the view are taken. Give both, or an entity_df.");
    }

    private static FeatureStoreException Refuse(string message) => new(FeatureStoreErrorCode.InvalidRequest, message);
}
