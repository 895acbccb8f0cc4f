using Catalog.Definitions;
using Catalog.Grpc;
using Catalog.Persistence;
using FeatureStore;
using FeatureStore.DuckDb;
using FeatureStore.Redis;
using FeatureStore.S3;
using Ingestion;
using Ingestion.Embedded;
using Ingestion.Kafka;
using Ingestion.Kafka.Topics;
using Ingestion.Postgres.Connections;
using Lineage;
using Microsoft.Extensions.Options;

namespace Catalog.Web.Composition.Settings;

/// <summary>All settings of the product, judged at once: whoever starts it with three wrong ones is told of three.</summary>
internal static class CatalogSettings
{
    /// <summary>Sections with the classes that they are bound to, also of adapters that are not chosen: their settings may stand there.</summary>
    internal static readonly IReadOnlyList<(string Section, Type Options)> Sections =
    [
        (CatalogOptions.Section, typeof(CatalogOptions)),
        (PersistenceOptions.Section, typeof(PersistenceOptions)),
        (DefinitionsOptions.Section, typeof(DefinitionsOptions)),
        (LineageOptions.Section, typeof(LineageOptions)),
        (FeatureStoreOptions.Section, typeof(FeatureStoreOptions)),
        (RedisOnlineStoreOptions.Section, typeof(RedisOnlineStoreOptions)),
        (DuckDbOptions.Section, typeof(DuckDbOptions)),
        (S3OfflineOptions.Section, typeof(S3OfflineOptions)),
        (IngestionOptions.Section, typeof(IngestionOptions)),
        (EventLogOptions.Section, typeof(EventLogOptions)),
        (EmbeddedEventLogOptions.Section, typeof(EmbeddedEventLogOptions)),
        (KafkaEventLogOptions.Section, typeof(KafkaEventLogOptions)),
        (KafkaConnectionsOptions.Section, typeof(KafkaConnectionsOptions)),
        (PostgresConnectionsOptions.Section, typeof(PostgresConnectionsOptions)),
        (GrpcOptions.Section, typeof(GrpcOptions)),
    ];

    /// <summary>Looks for unknown keys and values of the wrong type.</summary>
    internal static ReadSettings Read(IConfiguration configuration)
    {
        var shape = new SettingsShape();
        foreach (var (section, options) in Sections)
        {
            shape.Add(section, options);
        }

        var read = SettingsReader.Read(configuration, shape);
        return read with { Faults = [.. read.Faults, .. ListeningAddresses.FaultsOf(configuration), .. FolderSettings.FaultsOf(configuration)] };
    }

    /// <summary>Judges the values by the validators of all options that are used.</summary>
    /// <exception cref="CatalogStartException">Something is wrong; the message has a line for each fault if there are several.</exception>
    internal static void Check(IServiceProvider services, ReadSettings read)
    {
        List<string> faults = [.. read.Faults];
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
        }
        catch (Exception error) when (error is OptionsValidationException or AggregateException)
        {
            faults.AddRange(FailuresOf(error).Where(read.IsOwn));
        }

        if (faults.Count > 0)
        {
            throw new CatalogStartException(faults.Count == 1 ? faults[0] : $"{faults.Count} settings are wrong.{string.Concat(faults.Select(static fault => $"{Environment.NewLine}- {fault}"))}");
        }
    }

    private static IEnumerable<string> FailuresOf(Exception error) => error switch
    {
        OptionsValidationException validation => validation.Failures,
        AggregateException several => several.InnerExceptions.SelectMany(FailuresOf),
        _ => [error.Message],
    };
}
