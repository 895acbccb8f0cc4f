using System.Text.Json;
using Catalog.Feast.Registry;
using Catalog.Flight.Commands;
using Catalog.Grpc;

namespace Catalog.Feast.Offline;

/// <summary>What Feast's client with <c>offline_store: remote</c> asks for over Flight. Each command has its name in <c>api</c>, and a <c>command_id</c> of its own.</summary>
internal sealed class OfflineCommands(TrainingFlights flights, FeastRegistry registry, HistoricalFeatures features, OfflineWrites writes) : IFlightCommands
{
    private const string Api = "api";

    public FlightCommand? Find(JsonElement command, ReadOnlyMemory<byte> bytes) => !command.TryGetProperty(Api, out _) ? null : command.Text(Api) switch
    {
        "get_historical_features" => new HistoricalCommand(flights, features, command, TrainingFlights.NameOf(bytes)),
        "pull_all_from_table_or_query" => new PullCommand(flights, registry, command, TrainingFlights.NameOf(bytes)),
        "get_table_column_names_and_types_from_data_source" => new ColumnsCommand(registry, command),
        "validate_data_source" => new ValidateCommand(command),
        "offline_write_batch" => new WriteCommand(flights, writes, command),
        "pull_latest_from_table_or_query" => throw Refuse(
            "The newest rows of a source are not read by clients here: the online store has them as soon as events come. 'FeatureStore.materialize' with 'online_store: remote' is served, and 'get_historical_features' gives the values at any time."),
        "persist" => throw Refuse(
            "Saved datasets are training sets here. Make one that is kept with 'catalog training-set --name', POST /api/v1/training-sets, or a Flight command that has a 'name' and no 'api'; clients fetch it by that name as a path."),
        "write_logged_features" => throw Refuse("Lookups are logged by the server itself, with 'FeatureStore:LookupLog:SampleRate'; clients do not write them."),
        var other => throw Refuse($"There is no '{other}' here. There are get_historical_features, pull_all_from_table_or_query, get_table_column_names_and_types_from_data_source, validate_data_source and offline_write_batch."),
    };

    private static GrpcException Refuse(string message) => new(GrpcStatusCode.Unimplemented, message);
}
