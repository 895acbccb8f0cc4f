using Catalog.Definitions;
using Catalog.Persistence;
using Catalog.Web.Components;
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
    internal static void AddCatalog(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var options = ReadOptions(builder.Configuration);
        var data = DataDirectory.Open(options.DataDirectory);

        // Every module derives its own folders from this key, so it is made absolute once.
        builder.Configuration["Catalog:DataDirectory"] = data.Path;
        services.AddSingleton(data);
        services.AddSingleton(Options.Create(options));
        services.AddSingleton(TimeProvider.System);

        services.AddSingleton(data.Identify());
        services.AddCatalogPersistence(builder.Configuration);
        services.AddHostedService<DutyService>();
        services.AddDefinitions(builder.Configuration);
        services.AddLineage(builder.Configuration);
        services.AddDefinitionLineage();
        services.AddFeatureStore(builder.Configuration);
        services.AddRedisOnlineStore(builder.Configuration);
        services.AddDuckDbOfflineStore(builder.Configuration);
        services.AddS3OfflineStorage(builder.Configuration);
        if (!Roles.Of(options).Contains(Roles.Work))
        {
            services.AddNoWork();
        }

        services.AddKafkaEventLog(builder.Configuration);
        services.AddKafkaTopics(builder.Configuration);
        services.AddPostgresCaptures(builder.Configuration);
        services.AddIngestion(builder.Configuration);
        services.AddPipelines();
        if (Roles.Of(options).Contains(Roles.Schedule))
        {
            services.AddStatisticsSchedule();
            services.AddOfflineFilesSchedule();
            services.AddVerificationSchedule();
        }

        services.AddProblems();
        services.AddDoors();
        services.AddOpenApi(static options => options.AddDocumentTransformer(static (document, _, _) =>
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
        doors.MapTrainingSets();
        doors.MapDoors();
        doors.MapStatistics();
        doors.MapVerifications();
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

    private static CatalogOptions ReadOptions(ConfigurationManager configuration)
    {
        var options = configuration.GetSection(CatalogOptions.Section).Get<CatalogOptions>() ?? new CatalogOptions();
        var unknown = options.Roles.Except(Roles.All, StringComparer.OrdinalIgnoreCase).ToArray();
        if (unknown.Length > 0)
        {
            throw new CatalogStartException(
                $"Catalog:Roles has '{string.Join("', '", unknown)}'; legal are {string.Join(", ", Roles.All)}. Leave it out to run all of them.");
        }

        var embedded = Roles.Of(options).Contains(Roles.Work) ? [] : Roles.EmbeddedEngines(configuration);
        return embedded.Count == 0
            ? options
            : throw new CatalogStartException(
                $"Catalog:Roles is '{string.Join(", ", options.Roles)}', without '{Roles.Work}', so another process must do the work; but this one keeps its data where no other can reach it. "
                + $"Set {string.Join(", ", embedded)}, or add '{Roles.Work}'.");
    }
}
