using Ingestion.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ingestion.Sharing;

/// <summary>Registers how processes share the work.</summary>
public static class SharingServiceCollectionExtensions
{
    /// <summary>Leaves the writing of views and enriched sources to other processes; for those without the role <c>work</c>. To be called before an event log is registered.</summary>
    public static IServiceCollection AddNoWork(this IServiceCollection services) => services.AddSingleton<IPartitionShares, NoShares>();

    /// <summary>Adds what processes tell each other. All partitions are of this process unless the event log shares them.</summary>
    internal static IServiceCollection AddSharing(this IServiceCollection services)
    {
        services.TryAddSingleton<ProcessName>();
        services.TryAddSingleton<IPartitionShares, SoleShares>();
        services.TryAddSingleton<IPumpReports, NoReports>();
        services.TryAddSingleton<SharedPumps>();
        services.TryAddSingleton<IWorkerReports>(static provider => provider.GetRequiredService<SharedPumps>());
        return services;
    }
}
