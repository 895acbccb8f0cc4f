using Catalog.Core.Sharing;
using FeatureStore.Ports;
using Ingestion.Batches;
using Ingestion.Captures;
using Ingestion.Changes;
using Ingestion.Embedded;
using Ingestion.Enrichments;
using Ingestion.Events;
using Ingestion.Files;
using Ingestion.Formats;
using Ingestion.Jobs;
using Ingestion.Ports;
using Ingestion.Sharing;
using Ingestion.Topics;
using Ingestion.Trials;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Ingestion;

/// <summary>Registers the ingestion module.</summary>
public static class IngestionServiceCollectionExtensions
{
    private const string DataDirectoryKey = "Catalog:DataDirectory";

    /// <summary>
    /// Adds <see cref="IngestionService"/>, the jobs behind it and, unless an event log is registered already, the embedded one. The other stores in <see cref="Ports"/>, the
    /// source registry, the run journal and the table reader are registered by whoever implements them. Jobs of earlier processes go on when the host starts, so whatever
    /// prepares those stores must be added before.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configuration">The root; <see cref="IngestionOptions.Section"/> is bound, <c>Catalog:DataDirectory</c> gives the default folders.</param>
    public static IServiceCollection AddIngestion(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<IngestionOptions>()
            .Bind(configuration.GetSection(IngestionOptions.Section))
            .PostConfigure(options => options.SpoolDirectory = FolderOf(options, configuration))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<IngestionOptions>, IngestionOptionsValidator>());
        services.AddOptions<EventLogOptions>()
            .Bind(configuration.GetSection(EventLogOptions.Section))
            .Validate(
                static options => Enum.IsDefined(options.Kind), $"{EventLogOptions.Section}:{nameof(EventLogOptions.Kind)} is no known engine; legal values are Embedded and Kafka.")
            .ValidateOnStart();
        services.AddEmbeddedEventLog(configuration);
        services.AddSharing();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<FutureColumns>();
        services.TryAddSingleton<SourceLocks>();
        services.TryAddSingleton<BatchWriter>();
        services.TryAddSingleton<IRecordReaderFactory, RecordReaderFactory>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPayloadFormat, JsonPayloads>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPayloadFormat, DebeziumPayloads>());
        services.TryAddSingleton<Spool>();
        services.TryAddSingleton<FileLedger>();
        services.TryAddSingleton<FileGate>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IJobHandler, FileJobHandler>());
        services.TryAddSingleton<EventReader>();
        services.TryAddSingleton<ViewTrials>();
        services.TryAddSingleton<IEnrichmentStatuses, NoEnrichments>();
        services.TryAddSingleton<ITopicStatuses, NoTopics>();
        services.TryAddSingleton<IExternalTopics, NoExternalTopics>();
        services.TryAddSingleton<ICaptureStatuses, NoCaptures>();
        services.TryAddSingleton<IChangeCaptures, NoCaptures>();
        services.TryAddSingleton<IEventJoins, EventJoins>();
        services.TryAddSingleton<IQualityResults, QualityResults>();
        services.AddReplays();
        services.TryAddSingleton<ILeases, MemoryLeases>();
        services.TryAddSingleton<IRunClaims, MemoryRunClaims>();
        services.TryAddSingleton(static _ => ThisProcess.Alone());
        services.TryAddSingleton<JobOwners>();
        services.TryAddSingleton<JobExecutor>();
        services.TryAddSingleton<JobRunner>();
        services.TryAddSingleton(static provider => new IngestionService(
            provider.GetRequiredService<ISourceRegistry>(),
            provider.GetRequiredService<IIngestionJobStore>(),
            provider.GetRequiredService<JobRunner>(),
            provider.GetRequiredService<FileGate>(),
            provider.GetRequiredService<JobOwners>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<JobResumption>();
        services.AddPushes();
        return services;
    }

    private static string FolderOf(IngestionOptions options, IConfiguration configuration)
        => string.IsNullOrWhiteSpace(options.SpoolDirectory) && configuration[DataDirectoryKey] is { Length: > 0 } data
            ? Path.Combine(data, "spool")
            : options.SpoolDirectory;
}
