using System.Text.Json;
using Catalog.Core.Arrow;
using Catalog.Flight.Commands;
using Catalog.Flight.Messages;
using Catalog.Grpc;
using FeatureStore;
using FeatureStore.TrainingSets;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Catalog.Flight.Transfer;

/// <summary><c>arrow.flight.protocol.FlightService</c>: entity frames come by DoPut, training sets go by DoGet.</summary>
internal sealed class FlightService(CommandReader commands, FlightInfos infos, TrainingSetService sets) : IGrpcService
{
    /// <summary>Below the 4 MiB that many clients take in one message.</summary>
    private const int BatchBytes = 2 << 20;

    private const string CancelAction = "cancel";
    private const string DeleteAction = "delete";

    public ServiceDescriptor Descriptor => FlightReflection.Descriptor.Services[0];

    public IReadOnlyList<GrpcMethod> Methods =>
    [
        GrpcMethod.Duplex(PathOf("Handshake"), GrpcMarshallers.Of(HandshakeRequest.Parser), GrpcMarshallers.Of(HandshakeResponse.Parser), static (_, _) => throw NoHandshake()),
        GrpcMethod.ServerStreaming(PathOf("ListFlights"), GrpcMarshallers.Of(Criteria.Parser), GrpcMarshallers.Of(FlightInfo.Parser), ListAsync),
        GrpcMethod.Unary(PathOf("GetFlightInfo"), GrpcMarshallers.Of(FlightDescriptor.Parser), GrpcMarshallers.Of(FlightInfo.Parser), GetInfoAsync),
        GrpcMethod.Unary(PathOf("PollFlightInfo"), GrpcMarshallers.Of(FlightDescriptor.Parser), GrpcMarshallers.Of(PollInfo.Parser), PollAsync),
        GrpcMethod.Unary(PathOf("GetSchema"), GrpcMarshallers.Of(FlightDescriptor.Parser), GrpcMarshallers.Of(SchemaResult.Parser), GetSchemaAsync),
        GrpcMethod.ServerStreaming(PathOf("DoGet"), GrpcMarshallers.Of(Ticket.Parser), FlightDataMessages.Responses, GetAsync),
        GrpcMethod.DuplexOfStreams(PathOf("DoPut"), GrpcMarshallers.Of(PutResult.Parser), PutAsync),
        GrpcMethod.DuplexOfStreams(PathOf("DoExchange"), FlightDataMessages.Responses, static (_, _) => throw NoExchange()),
        GrpcMethod.ServerStreaming(PathOf("DoAction"), GrpcMarshallers.Of(Messages.Action.Parser), GrpcMarshallers.Of(Result.Parser), ActAsync),
        GrpcMethod.ServerStreaming(PathOf("ListActions"), GrpcMarshallers.Of(Empty.Parser), GrpcMarshallers.Of(ActionType.Parser), static (_, _) => ListActionsAsync()),
    ];

    private string PathOf(string method) => $"/{Descriptor.FullName}/{method}";

    private static GrpcException NoHandshake()
        => new(GrpcStatusCode.Unimplemented, "This server asks nobody who they are. Call it without a handshake: a client that has no user and no token makes none.");

    private static GrpcException NoExchange()
        => new(GrpcStatusCode.Unimplemented, "Rows are not exchanged by one call. Upload the entity frame by DoPut, and fetch the training set by DoGet with the ticket that GetFlightInfo gives for the same command.");

    private IAsyncEnumerable<FlightInfo> ListAsync(Criteria criteria, GrpcCall call) => infos.ListAsync(criteria.Expression.ToStringUtf8(), call.CancellationToken);

    private async ValueTask<FlightInfo> GetInfoAsync(FlightDescriptor descriptor, GrpcCall call)
        => FlightInfos.Of(descriptor, await commands.Read(descriptor).DescribeAsync(call.CancellationToken).ConfigureAwait(false));

    /// <summary>As GetFlightInfo, without waiting for what is being built.</summary>
    private async ValueTask<PollInfo> PollAsync(FlightDescriptor descriptor, GrpcCall call) => await commands.Read(descriptor).IsReadyAsync(call.CancellationToken).ConfigureAwait(false)
        ? new PollInfo { Info = await GetInfoAsync(descriptor, call).ConfigureAwait(false), Progress = 1 }
        : new PollInfo { FlightDescriptor = descriptor };

    private async ValueTask<SchemaResult> GetSchemaAsync(FlightDescriptor descriptor, GrpcCall call)
        => new() { Schema = FlightInfos.SchemaOf(await commands.Read(descriptor).DescribeAsync(call.CancellationToken).ConfigureAwait(false)) };

    private async IAsyncEnumerable<ArrowPart> GetAsync(Ticket ticket, GrpcCall call)
    {
        var command = commands.Read(DescriptorOf(ticket));
        var table = await command.DescribeAsync(call.CancellationToken).ConfigureAwait(false);
        using var rows = await command.OpenAsync(table, call.CancellationToken).ConfigureAwait(false);
        await foreach (var part in ArrowStream.ReadPartsAsync(rows, table.Metadata, BatchBytes, call.CancellationToken).ConfigureAwait(false))
        {
            yield return part;
        }
    }

    private static FlightDescriptor DescriptorOf(Ticket ticket)
    {
        try
        {
            return FlightDescriptor.Parser.ParseFrom(ticket.Ticket_);
        }
        catch (InvalidProtocolBufferException exception)
        {
            throw new FeatureStoreException(FeatureStoreErrorCode.InvalidRequest, $"The ticket is none of this server: {exception.Message} Take the one that GetFlightInfo gives.", exception);
        }
    }

    private async IAsyncEnumerable<PutResult> PutAsync(IAsyncEnumerable<Stream> messages, GrpcCall call)
    {
        var each = messages.GetAsyncEnumerator(call.CancellationToken);
        await using var closing = each.ConfigureAwait(false);
        var (descriptor, rows) = await FlightUpload.BeginAsync(each, call.CancellationToken).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            var told = await commands.Read(descriptor).PutAsync(rows, call.CancellationToken).ConfigureAwait(false);
            await rows.CopyToAsync(Stream.Null, call.CancellationToken).ConfigureAwait(false); // Who still writes when the call ends takes that for a failure.
            if (told is not null)
            {
                yield return new PutResult { AppMetadata = ByteString.CopyFromUtf8(told.ToJsonString()) };
            }
        }
    }

    private async IAsyncEnumerable<Result> ActAsync(Messages.Action action, GrpcCall call)
    {
        var name = action.Body.ToStringUtf8();
        switch (action.Type)
        {
            case CancelAction:
                await sets.CancelAsync(name, call.CancellationToken).ConfigureAwait(false);
                break;
            case DeleteAction:
                await sets.DeleteAsync(name, call.CancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new GrpcException(GrpcStatusCode.Unimplemented, $"There is no action '{action.Type}'. There are '{CancelAction}' and '{DeleteAction}', each with the name of a training set as its body.");
        }

        yield return new Result { Body = ByteString.CopyFrom(JsonSerializer.SerializeToUtf8Bytes(new { name })) };
    }

    private static async IAsyncEnumerable<ActionType> ListActionsAsync()
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return new ActionType { Type = CancelAction, Description = "Stops the building of the training set whose name is the body." };
        yield return new ActionType { Type = DeleteAction, Description = "Removes the training set whose name is the body, with its files." };
    }
}
