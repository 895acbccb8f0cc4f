using Catalog.Web.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Catalog.Web.Queries;

/// <summary>Registers the questions that pages and doors ask across modules.</summary>
internal static class QueryServiceCollectionExtensions
{
    internal static IServiceCollection AddQueries(this IServiceCollection services)
    {
        services.TryAddSingleton<FeedStates>();
        services.TryAddSingleton<EventNumbers>();
        services.TryAddSingleton<SourceOverviews>();
        services.TryAddSingleton<CheckService>();
        services.TryAddSingleton<ViewStatuses>();
        services.TryAddSingleton<FeastMetrics>();
        services.TryAddSingleton<Materializations>();
        services.TryAddSingleton<RunControl>();
        services.TryAddSingleton<ViewPageQuery>();
        services.TryAddSingleton<LookupQuery>();
        services.TryAddSingleton<ExplainQuery>();
        services.TryAddSingleton<OfflineHistoryQuery>();
        return services;
    }
}
