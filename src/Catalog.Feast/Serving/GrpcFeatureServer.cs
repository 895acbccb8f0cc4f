using Catalog.Feast.Messages.Listening;
using Catalog.Grpc;
using Google.Protobuf.Reflection;
using Ingestion.Pushes;
using Ingestion.Writes;
using PushRequest = Catalog.Feast.Messages.Listening.PushRequest;

namespace Catalog.Feast.Serving;

/// <summary><c>GrpcFeatureServer</c>, which Feast's server in Python has: lookups, and pushes and writes of one row each.</summary>
internal sealed class GrpcFeatureServer(FeatureLookups lookups, PushService pushes, FeatureWriteService writes, FeastPushes messages) : IGrpcService
{
    /// <summary>Trailer that counts what became of pushed rows.</summary>
    internal const string PushTrailer = "catalog-push";

    /// <summary>Trailer that counts what became of written rows.</summary>
    internal const string WriteTrailer = "catalog-write";

    public ServiceDescriptor Descriptor => GrpcServerReflection.Descriptor.Services[0];

    public IReadOnlyList<GrpcMethod> Methods =>
    [
        GrpcMethod.Unary($"/{Descriptor.FullName}/Push", GrpcMarshallers.Of(PushRequest.Parser), GrpcMarshallers.Of(PushResponse.Parser), PushAsync),
        GrpcMethod.Unary($"/{Descriptor.FullName}/WriteToOnlineStore", GrpcMarshallers.Of(WriteToOnlineStoreRequest.Parser), GrpcMarshallers.Of(WriteToOnlineStoreResponse.Parser), WriteAsync),
        lookups.MethodOf(Descriptor.FullName),
    ];

    /// <summary>The status tells whether the row was taken; one that breaks a contract is in the quarantine.</summary>
    private async ValueTask<PushResponse> PushAsync(PushRequest request, GrpcCall call)
    {
        var (source, targets) = messages.TargetOf(request);
        using var row = new MemoryStream(messages.LineOf(request, source), writable: false);
        var result = await pushes.PushAsync(new Ingestion.Pushes.PushRequest { Source = source.Name, Content = row, Targets = targets }, call.CancellationToken).ConfigureAwait(false);
        call.AddTrailer(PushTrailer, FormattableString.Invariant($"read={result.Read}, accepted={result.Accepted}, quarantined={result.Quarantined}"));
        return new PushResponse { Status = result.Accepted == result.Read };
    }

    /// <summary>The status tells whether the row was taken, also where a later one stays; it is not for an entity that is erased.</summary>
    private async ValueTask<WriteToOnlineStoreResponse> WriteAsync(WriteToOnlineStoreRequest request, GrpcCall call)
    {
        var view = writes.Find(request.FeatureViewName, PushedRow.ColumnsOf(request.Features, request.TypedFeatures), "the request");
        using var row = new MemoryStream(PushedRow.Write(request.Features, request.TypedFeatures, view.Shape), writable: false);
        var result = await writes.WriteAsync(view, row, call.CancellationToken).ConfigureAwait(false);
        call.AddTrailer(WriteTrailer, FormattableString.Invariant($"rows={result.Rows}, newer={result.Newer}, erased={result.Erased}"));
        return new WriteToOnlineStoreResponse { Status = result.Erased == 0 };
    }
}
