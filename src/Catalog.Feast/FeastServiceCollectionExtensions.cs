using Catalog.Feast.Serving;
using Catalog.Grpc;
using Microsoft.Extensions.DependencyInjection;

namespace Catalog.Feast;

/// <summary>Adds what Feast's gRPC clients call.</summary>
public static class FeastServiceCollectionExtensions
{
    /// <summary>Serves <c>feast.serving.ServingService</c> and <c>GrpcFeatureServer</c>, where the gRPC server listens.</summary>
    public static IServiceCollection AddFeastServices(this IServiceCollection services) => services
        .AddSingleton<FeatureLookups>()
        .AddSingleton<IGrpcService, ServingService>()
        .AddSingleton<IGrpcService, GrpcFeatureServer>();
}
