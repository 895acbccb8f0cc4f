using Catalog.Core.Sharing;
using FeatureStore.Diagnostics;
using FeatureStore.Embedded.Lookups;
using FeatureStore.Materialization;
using FeatureStore.Ports;
using FeatureStore.Proof;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FeatureStore.Verifications;

/// <summary>Registers the log of lookups and what compares it.</summary>
public static class VerificationServiceCollectionExtensions
{
    /// <summary>Adds the duty that compares new lookups from time to time; for processes of the role <c>schedule</c>. Needs <see cref="FeatureStoreServiceCollectionExtensions.AddFeatureStore"/>.</summary>
    public static IServiceCollection AddVerificationSchedule(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDuty, VerificationScheduler>());
        return services;
    }

    internal static void AddLookupLog(this IServiceCollection services)
    {
        services.TryAddSingleton<AppliedPositions>();
        services.TryAddSingleton<ILookupLog>(OpenLookupLog);
        services.TryAddSingleton(static provider => new LookupRecorder(
            provider.GetRequiredService<ILookupLog>(),
            provider.GetRequiredService<AppliedPositions>(),
            provider.GetRequiredService<IOptions<FeatureStoreOptions>>(),
            provider.GetRequiredService<FeatureStoreMetrics>(),
            provider.GetRequiredService<ILogger<LookupRecorder>>()));
        services.AddHostedService(static provider => provider.GetRequiredService<LookupRecorder>());
    }

    internal static void AddVerifications(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new VerificationSources(
            provider.GetRequiredService<IFeatureRegistry>(),
            provider.GetRequiredService<IOfflineManifest>(),
            provider.GetRequiredService<ReplacedFiles>(),
            provider.GetService<IOneSidedKeys>(),
            provider.GetService<IMaterializationBarrier>()));
        services.TryAddSingleton<LookupVerifier>();
        services.TryAddSingleton<VerificationMaker>();
        services.TryAddSingleton<LookupLogs>();
        services.TryAddSingleton<VerificationRunner>();
        services.TryAddSingleton(static provider => new VerificationService(
            provider.GetRequiredService<IVerificationStore>(),
            provider.GetRequiredService<VerificationRunner>(),
            provider.GetRequiredService<IFeatureRegistry>(),
            provider.GetRequiredService<ILookupLog>(),
            provider.GetRequiredService<LookupRecorder>(),
            provider.GetRequiredService<LookupLogs>(),
            provider.GetRequiredService<IRunClaims>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService(static provider => provider.GetRequiredService<VerificationRunner>());
    }

    private static EmbeddedLookupLog OpenLookupLog(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<FeatureStoreOptions>>().Value;
        return EmbeddedLookupLog.Open(
            Path.Combine(options.DataDirectory, "lookup-log"), options.LookupLog, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<EmbeddedLookupLog>>());
    }
}
