using Catalog.Feast.Messages.Listening;
using Catalog.Grpc;
using FeatureStore.Ports;
using Google.Protobuf.Reflection;
using Ingestion.Ports;
using Ingestion.Pushes;
using Ingestion.Writes;
using PushRequest = Catalog.Feast.Messages.Listening.PushRequest;

namespace Catalog.Feast.Serving;

/// <summary><c>GrpcFeatureServer</c>, which Feast's server in Python has: lookups, and pushes and writes of one row each.</summary>
internal sealed class GrpcFeatureServer(FeatureLookups lookups, PushService pushes, FeatureWriteService writes, ISourceRegistry sources, IFeatureRegistry views) : IGrpcService
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
        var columns = PushedRow.ColumnsOf(request.Features, request.TypedFeatures);

        // Feast answers so, and not that something is not found.
        var source = sources.FindSource(request.StreamFeatureView)
            ?? throw new GrpcException(GrpcStatusCode.InvalidArgument, $"Unable to find push source '{request.StreamFeatureView}'. Name a source of the catalogue in 'stream_feature_view'.");
        var targets = FeastPush.TargetsOf(request.To.Length == 0 ? null : request.To);
        FeastPush.Check(columns, "the request", source, views.Views);
        using var row = new MemoryStream(PushedRow.Write(request.Features, request.TypedFeatures, source), writable: false);
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
