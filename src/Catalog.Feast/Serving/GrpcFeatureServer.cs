using Catalog.Feast.Messages.Listening;
using Catalog.Grpc;
using FeatureStore.Ports;
using Google.Protobuf.Reflection;
using Ingestion.Ports;
using Ingestion.Pushes;
using PushRequest = Catalog.Feast.Messages.Listening.PushRequest;

namespace Catalog.Feast.Serving;

/// <summary><c>GrpcFeatureServer</c>, which Feast's server in Python has: lookups, and pushes of one row each.</summary>
internal sealed class GrpcFeatureServer(FeatureLookups lookups, PushService pushes, ISourceRegistry sources, IFeatureRegistry views) : IGrpcService
{
    /// <summary>Trailer that counts what became of the rows.</summary>
    internal const string FiguresTrailer = "catalog-push";

    public ServiceDescriptor Descriptor => GrpcServerReflection.Descriptor.Services[0];

    public IReadOnlyList<GrpcMethod> Methods =>
    [
        GrpcMethod.Unary($"/{Descriptor.FullName}/Push", GrpcMarshallers.Of(PushRequest.Parser), GrpcMarshallers.Of(PushResponse.Parser), PushAsync),
        lookups.MethodOf(Descriptor.FullName),
    ];

    /// <summary>The status tells whether the row was taken; one that breaks a contract is in the quarantine.</summary>
    private async ValueTask<PushResponse> PushAsync(PushRequest request, GrpcCall call)
    {
        if (request.Features.Count > 0 && request.TypedFeatures.Count > 0)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, "Only one of features or typed_features may be set, not both.");
        }

        // Feast answers so, and not that something is not found.
        var source = sources.FindSource(request.StreamFeatureView)
            ?? throw new GrpcException(GrpcStatusCode.InvalidArgument, $"Unable to find push source '{request.StreamFeatureView}'. Name a source of the catalogue in 'stream_feature_view'.");
        var targets = FeastPush.TargetsOf(request.To.Length == 0 ? null : request.To);
        FeastPush.Check(request.Features.Keys.Concat(request.TypedFeatures.Keys), "the request", source, views.Views);
        using var row = new MemoryStream(PushedRow.Write(request, source), writable: false);
        var result = await pushes.PushAsync(new Ingestion.Pushes.PushRequest { Source = source.Name, Content = row, Targets = targets }, call.CancellationToken).ConfigureAwait(false);
        call.AddTrailer(FiguresTrailer, FormattableString.Invariant($"read={result.Read}, accepted={result.Accepted}, quarantined={result.Quarantined}"));
        return new PushResponse { Status = result.Accepted == result.Read };
    }
}
