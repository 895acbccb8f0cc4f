using Catalog.Web.Queries;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Catalog.Web.Http;

/// <summary>Registers what the HTTP doors of sources, quarantine, checks, views, runs and status need besides the modules.</summary>
internal static class DoorServiceCollectionExtensions
{
    internal static IServiceCollection AddDoors(this IServiceCollection services)
    {
        services.AddQueries();
        services.TryAddSingleton<Readiness>();
        services.TryAddSingleton<OnlineFeaturesSchemas>();
        services.TryAddSingleton<RunChangeStream>();
        return services;
    }

    internal static IEndpointRouteBuilder MapDoors(this IEndpointRouteBuilder routes)
    {
        routes.MapSources();
        routes.MapPushes();
        routes.MapWrites();
        routes.MapEvents();
        routes.MapQuarantine();
        routes.MapChecks();
        routes.MapViews();
        routes.MapSlowLookups();
        routes.MapMaterialize();
        routes.MapRuns();
        routes.MapStatus();
        return routes;
    }
}
