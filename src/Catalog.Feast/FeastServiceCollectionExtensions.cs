using Catalog.Definitions;
using Catalog.Feast.Offline;
using Catalog.Feast.Registry;
using Catalog.Feast.Serving;
using Catalog.Flight.Commands;
using Catalog.Grpc;
using Microsoft.Extensions.DependencyInjection;

namespace Catalog.Feast;

/// <summary>Adds what Feast's gRPC clients call.</summary>
public static class FeastServiceCollectionExtensions
{
    /// <summary>Adds the <see cref="FeastRegistry"/> over the <see cref="DefinitionRegistry"/>.</summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="project">The name of the project that has all definitions.</param>
    public static IServiceCollection AddFeastRegistry(this IServiceCollection services, string project)
        => services.AddSingleton(provider => new FeastRegistry(provider.GetRequiredService<DefinitionRegistry>(), project));

    /// <summary>Serves <c>feast.serving.ServingService</c>, <c>GrpcFeatureServer</c>, <c>catalog.v1.PushService</c> and <c>feast.registry.RegistryServer</c>, where the gRPC server listens, and knows what <c>offline_store: remote</c> sends over Flight. Needs <see cref="AddFeastRegistry"/> and <see cref="Catalog.Flight"/>.</summary>
    public static IServiceCollection AddFeastServices(this IServiceCollection services) => services
        .AddSingleton<FeatureLookups>()
        .AddSingleton<IGrpcService, ServingService>()
        .AddSingleton<FeastPushes>()
        .AddSingleton<IGrpcService, GrpcFeatureServer>()
        .AddSingleton<PendingChanges>()
        .AddSingleton<RegistryChanges>()
        .AddSingleton<HistoricalFeatures>()
        .AddSingleton<OfflineWrites>()
        .AddSingleton<IFlightCommands, OfflineCommands>()
        .AddSingleton<IGrpcService, PushStreams>()
        .AddSingleton<IGrpcService, RegistryService>();
}
