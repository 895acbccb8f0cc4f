using Catalog.Definitions;
using Catalog.Feast;
using Catalog.Flight;
using Catalog.Grpc;
using Catalog.Persistence;
using Catalog.Web.Components;
using Catalog.Web.Composition.Settings;
using Catalog.Web.Examples;
using Catalog.Web.Http;
using Catalog.Web.Metrics;
using Catalog.Web.Queries;
using Catalog.Web.Queries.Flow;
using FeatureStore;
using FeatureStore.DuckDb;
using FeatureStore.Ports;
using FeatureStore.Redis;
using FeatureStore.S3;
using FeatureStore.Verifications;
using Ingestion;
using Ingestion.Kafka;
using Ingestion.Postgres;
using Ingestion.Sharing;
using Lineage;
using Microsoft.Extensions.Options;

namespace Catalog.Web.Composition;

/// <summary>The one place that knows which module and which adapter is used for what.</summary>
internal static class CatalogComposition
{
    /// <summary>Registers everything. Nothing is opened yet, so that all settings can be judged before.</summary>
    /// <returns>The settings as they were read, for <see cref="CatalogSettings.Check"/>.</returns>
    internal static ReadSettings AddCatalog(this WebApplicationBuilder builder)
    {
        MakeFolderAbsolute(builder.Configuration);
        var settings = CatalogSettings.Read(builder.Configuration);
        builder.Services.AddModules(settings.Usable);
        return settings;
    }

    private static void AddModules(this IServiceCollection services, IConfiguration configuration)
    {
        var roles = Roles.Of(configuration.GetSection(CatalogOptions.Section).Get<CatalogOptions>() ?? new CatalogOptions());
        services.AddProcess(configuration);
        services.AddCatalogPersistence(configuration);
        services.AddHostedService<DutyService>();
        services.AddDefinitions(configuration);
        services.AddLineage(configuration);
        services.AddDefinitionLineage();
        services.AddFeatureStore(configuration);
        services.AddRedisOnlineStore(configuration);
        services.AddDuckDbOfflineStore(configuration);
        services.AddS3OfflineStorage(configuration);
        if (!roles.Contains(Roles.Work))
        {
            services.AddNoWork();
        }

        services.AddKafkaEventLog(configuration);
        services.AddKafkaTopics(configuration);
        services.AddPostgresCaptures(configuration);
        services.AddIngestion(configuration);
        services.AddPipelines();
        if (roles.Contains(Roles.Schedule))
        {
            services.AddStatisticsSchedule();
            services.AddOfflineFilesSchedule();
            services.AddVerificationSchedule();
        }

        services.AddFeastRegistry(configuration[$"{RedisOnlineStoreOptions.Section}:{nameof(RedisOnlineStoreOptions.Project)}"] ?? new RedisOnlineStoreOptions().Project); // The name by which it is known on Redis, too.
        services.AddProblems();
        services.AddDoors();
        services.AddOpenApi(static options => options.AddSchemaTransformer(ApiSchemas.DescribeAsync).AddOperationTransformer(ApiOperations.DescribeAsync).AddDocumentTransformer(static (document, _, _) =>
        {
            (document.Info.Title, document.Info.Version) = ("Catalog", "v1");
            document.Info.Description = "Data products, contracts, features and their lineage: what the portal and the command line use, too.";
            return Task.CompletedTask;
        }));
        services.AddPortal();
        services.AddCatalogue();
        services.AddSingleton(static provider => new OfflineFolder(provider.GetRequiredService<IOfflineStorage>().Location));
        services.AddFlow();
        services.AddSingleton<SampleLoader>();
        services.AddSingleton<MetricsCollector>();
        services.AddHostedService<StartUp>();
        if (roles.Contains(Roles.Serve))
        {
            services.AddSingleton<IGrpcHealth>(static provider => provider.GetRequiredService<Readiness>());
            services.AddFeastServices();
            services.AddFlightService();
            services.AddGrpcServer(configuration);
        }
    }

    internal static void MapCatalog(this WebApplication app)
    {
        app.UseExceptionHandler();
        app.UseStatusCodePages(Problems.AnswerStatusAsync);
        app.MapOpenApi("/api/v1/openapi.json");
        var doors = new DoorRoutes(app);
        doors.MapHealth();
        app.Services.GetRequiredService<MetricsCollector>(); // Now, since it hears nothing of what was measured before it was made.
        doors.MapMetrics();
        doors.MapDefinitions();
        doors.MapLineage();
        doors.MapOnlineFeatures();
        doors.MapFeastRegistry();
        doors.MapTrainingSets();
        doors.MapDoors();
        doors.MapStatistics();
        doors.MapVerifications();
        doors.MapErasures();
        doors.MapConsumers();
        doors.MapVacuum();
        doors.MapExplanations();
        doors.Open();
        app.MapPortal();

        // Behind the routing of the portal, since it asks which door was chosen.
        app.Use(static (context, next) =>
        {
            UnknownParameters.Refuse(context);
            if (context.RequestServices.GetRequiredService<AllowedMethods>().HidesDoor(context))
            {
                context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                return Problems.AnswerStatusAsync(context); // At once: without a body the page of what is not found would come.
            }

            return next(context);
        });
    }

    private static IServiceCollection AddProcess(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<CatalogOptions>().Bind(configuration.GetSection(CatalogOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<CatalogOptions>>(new CatalogOptionsValidator(configuration));
        services.AddSingleton(static provider => DataDirectory.Open(provider.GetRequiredService<IOptions<CatalogOptions>>().Value.DataDirectory));
        services.AddSingleton(static provider => provider.GetRequiredService<DataDirectory>().Identify());
        services.AddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary>Every module derives its own folders from this key, so it is made absolute once.</summary>
    private static void MakeFolderAbsolute(ConfigurationManager configuration)
    {
        const string key = $"{CatalogOptions.Section}:{nameof(CatalogOptions.DataDirectory)}";
        if ((configuration[key] ?? new CatalogOptions().DataDirectory) is { Length: > 0 } folder)
        {
            configuration[key] = Path.GetFullPath(folder);
        }
    }
}
