using Ingestion.Kafka.Payloads;
using Ingestion.Kafka.Registry;
using Ingestion.Kafka.Sharing;
using Ingestion.Kafka.Topics;
using Ingestion.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ingestion.Kafka;

/// <summary>Registers the event log on Kafka, and topics that are read.</summary>
public static class KafkaServiceCollectionExtensions
{
    private const string KindKey = $"{EventLogOptions.Section}:{nameof(EventLogOptions.Kind)}";
    private const string DataDirectoryKey = "Catalog:DataDirectory";

    /// <summary>
    /// Makes Kafka the <see cref="IEventLog"/> where <c>Ingestion:EventLog:Kind</c> says so, configured by section <see cref="KafkaEventLogOptions.Section"/>. To be called before the embedded
    /// log is registered. Settings are checked when the host starts; the brokers are connected to at the first use and may be away till then. Dispose of the container asynchronously.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configuration">The root; <c>Catalog:DataDirectory</c> gives this process its name where none is set.</param>
    public static IServiceCollection AddKafkaEventLog(this IServiceCollection services, IConfiguration configuration)
    {
        if (!IsLogOnKafka(configuration))
        {
            return services;
        }

        services.AddOptions<KafkaEventLogOptions>()
            .Bind(configuration.GetSection(KafkaEventLogOptions.Section))
            .PostConfigure(options => options.Instance = string.IsNullOrWhiteSpace(options.Instance) ? InstanceName.Of(configuration[DataDirectoryKey]) : options.Instance)
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KafkaEventLogOptions>, KafkaEventLogOptionsValidator>());
        services.TryAddSingleton<IEventLog, KafkaEventLog>();
        services.TryAddSingleton<IPartitionShares, GroupShares>();
        return services;
    }

    /// <summary>
    /// Makes topics of Kafka the <see cref="IExternalTopics"/> that sources read, whatever the event log is, configured by section <see cref="KafkaConnectionsOptions.Section"/>, and adds the formats whose
    /// payloads name a schema in a registry. To be called before ingestion is registered. Settings are checked when the host starts; brokers and registries are connected to at the first use.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configuration">The root.</param>
    public static IServiceCollection AddKafkaTopics(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<KafkaConnectionsOptions>().Bind(configuration.GetSection(KafkaConnectionsOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KafkaConnectionsOptions>, KafkaConnectionsOptionsValidator>());
        var isLogOnKafka = IsLogOnKafka(configuration);
        services.TryAddSingleton<IExternalTopics>(provider => new ExternalTopics(
            provider.GetRequiredService<IOptions<KafkaConnectionsOptions>>(),
            isLogOnKafka ? provider.GetRequiredService<IOptions<KafkaEventLogOptions>>().Value : null,
            provider.GetRequiredService<ILogger<ExternalTopics>>()));
        return services.AddRegistryPayloads();
    }

    private static IServiceCollection AddRegistryPayloads(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new SchemaRegistries(provider.GetRequiredService<IOptions<KafkaConnectionsOptions>>(), provider.GetService<TimeProvider>() ?? TimeProvider.System));
        foreach (var format in RegistryDecoder.Formats)
        {
            services.AddSingleton<IPayloadFormat>(provider => new RegistryPayloads(
                format, provider.GetRequiredService<SchemaRegistries>(), provider.GetRequiredService<IOptions<IngestionOptions>>().Value.MaxRecordBytes));
        }

        return services;
    }

    private static bool IsLogOnKafka(IConfiguration configuration) => nameof(EventLogKind.Kafka).Equals(configuration[KindKey], StringComparison.OrdinalIgnoreCase);
}
