using Catalog.Grpc.Health;
using Catalog.Grpc.Reflection;
using Catalog.Grpc.Server;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Catalog.Grpc;

/// <summary>Adds gRPC to a host.</summary>
public static class GrpcServiceCollectionExtensions
{
    /// <summary>
    /// Serves every registered <see cref="IGrpcService"/>, and beside them health (<c>grpc.health.v1.Health</c>, asking <see cref="IGrpcHealth"/>) and reflection
    /// (<c>grpc.reflection.v1.ServerReflection</c> and <c>v1alpha</c>), where <see cref="GrpcOptions"/> says.
    /// </summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="configuration">Has the section <see cref="GrpcOptions.Section"/>.</param>
    public static IServiceCollection AddGrpcServer(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<GrpcOptions>().Bind(configuration.GetSection(GrpcOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<GrpcOptions>, GrpcOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IGrpcService, HealthService>();
        services.AddSingleton<IGrpcService>(static provider => new ReflectionService(provider, Reflection.V1.ReflectionReflection.Descriptor.Services[0]));
        services.AddSingleton<IGrpcService>(static provider => new ReflectionService(provider, Reflection.V1Alpha.ReflectionReflection.Descriptor.Services[0]));
        services.AddSingleton<GrpcServer>();
        services.AddSingleton<IGrpcAddresses>(static provider => provider.GetRequiredService<GrpcServer>());
        return services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<GrpcServer>());
    }
}
