using Catalog.Feast.Messages.Serving;
using Catalog.Grpc;
using FeatureStore.Access;
using FeatureStore.Serving;

namespace Catalog.Feast.Serving;

/// <summary>The lookup that both of Feast's services have.</summary>
internal sealed class FeatureLookups(OnlineFeatureService features, AccessGuard guard)
{
    /// <summary>Trailer of an answer made of rows read before: the moment since which changes may be missing, in UTC.</summary>
    internal const string StaleTrailer = "catalog-stale-as-of";

    /// <summary>The method, under the name of a service.</summary>
    internal GrpcMethod MethodOf(string service)
        => GrpcMethod.Unary($"/{service}/GetOnlineFeatures", OnlineFeaturesMessages.Requests, OnlineFeaturesMessages.Responses, GetAsync);

    private async ValueTask<OnlineFeaturesResponse> GetAsync(GetOnlineFeaturesRequest request, GrpcCall call)
    {
        var grants = await guard.IdentifyAsync(CallerKey.Of(call.FindMetadata(CallerKey.Authorization), call.FindMetadata(CallerKey.ApiKey)), call.CancellationToken).ConfigureAwait(false);
        var response = await features.GetAsync(OnlineFeaturesMessages.Read(request) with { Grants = grants }, call.CancellationToken).ConfigureAwait(false);
        if (response.StaleAsOf is { } asOf)
        {
            call.AddTrailer(StaleTrailer, asOf.ToString());
        }

        return response;
    }
}
