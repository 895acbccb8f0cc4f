using System.Text.Json;
using System.Text.Json.Nodes;
using Catalog.Core.Text;
using Catalog.Flight.Messages;
using FeatureStore;
using FeatureStore.TrainingSets;

namespace Catalog.Flight.Commands;

/// <summary>Finds out what a descriptor names. Thread-safe.</summary>
internal sealed class CommandReader(IEnumerable<IFlightCommands> kinds, TrainingSetService sets, TrainingFlights flights)
{
    /// <summary>Tells one upload from others that ask for the same.</summary>
    private const string CommandId = "command_id";

    private const string KnownMembers = "Its members are those of the body of POST /api/v1/training-sets.";
    private const int MostBytes = 1 << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Web) { AllowDuplicateProperties = false };

    /// <summary>What a descriptor names.</summary>
    /// <exception cref="Core.Errors.CatalogException">It names nothing.</exception>
    internal FlightCommand Read(FlightDescriptor descriptor) => descriptor.Type switch
    {
        FlightDescriptor.Types.DescriptorType.Cmd => ReadCommand(descriptor.Cmd.Memory),
        FlightDescriptor.Types.DescriptorType.Path when descriptor.Path is [var name] => new NamedCommand(sets, flights, name, split: null),
        FlightDescriptor.Types.DescriptorType.Path when descriptor.Path is [var name, var split] => new NamedCommand(sets, flights, name, split),
        FlightDescriptor.Types.DescriptorType.Path => throw Refuse($"The path of a descriptor has {descriptor.Path.Count} parts; it must be the name of a training set, which the name of a split may follow."),
        _ => throw Refuse("The descriptor is neither a command nor a path. Give a command in JSON, or the name of a training set as a path."),
    };

    private static FeatureStoreException Refuse(string message, Exception? cause = null) => new(FeatureStoreErrorCode.InvalidRequest, message, cause);

    private FlightCommand ReadCommand(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length > MostBytes)
        {
            throw Refuse($"The command has {bytes.Length} bytes; it may have {MostBytes}. Rows belong into the upload.");
        }

        try
        {
            var command = JsonElement.Parse(bytes.Span, Strict);
            CheckTexts(command);
            return command.ValueKind == JsonValueKind.Object
                ? kinds.Select(kind => kind.Find(command, bytes)).FirstOrDefault(static found => found is not null) ?? ReadSpec(command, bytes)
                : throw Refuse("The command is JSON and no object. Send one such as {\"command_id\": \"<a UUID>\", \"features\": [\"view:feature\"]}.");
        }
        catch (JsonException exception)
        {
            throw Refuse($"The command {JsonMembers.Describe(exception, KnownMembers)} Send JSON such as {{\"command_id\": \"<a UUID>\", \"features\": [\"view:feature\"]}}.", exception);
        }
    }

    /// <summary>.NET reads a text only when it is asked for, and throws something else then where it is none.</summary>
    private static void CheckTexts(JsonElement element)
    {
        try
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.String:
                    element.GetString();
                    break;
                case JsonValueKind.Array:
                    element.EnumerateArray().ToList().ForEach(CheckTexts);
                    break;
                case JsonValueKind.Object:
                    foreach (var member in element.EnumerateObject())
                    {
                        _ = member.Name;
                        CheckTexts(member.Value);
                    }

                    break;
                default:
                    break;
            }
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException(exception.Message, exception);
        }
    }

    private TrainingSetCommand ReadSpec(JsonElement command, ReadOnlyMemory<byte> bytes)
    {
        var members = JsonObject.Create(command)!; // It is an object.
        var hasId = members.Remove(CommandId);
        var spec = members.Deserialize<TrainingSetSpec>(Options)!; // As before.
        if (spec.Rows is not null)
        {
            throw Refuse("The command has 'rows'. Upload the entity rows as an Arrow table.");
        }

        var request = TrainingSetSpecs.ToRequest(spec);
        return hasId || spec.Name is not null || spec.Range is not null
            ? new TrainingSetCommand(flights, spec.Name ?? TrainingFlights.NameOf(bytes), request)
            : throw Refuse("The command has neither a 'name' to keep the training set under nor a 'command_id' of its own, such as a UUID, that tells it from others who ask for the same. Give one of them.");
    }
}
