using Catalog.Core.Events;
using Catalog.Core.Sharing;
using Lineage.Declarations;
using Lineage.Graph;
using Lineage.Ingest;
using Lineage.Marquez;
using Lineage.Runs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lineage;

/// <summary>Registers the lineage module.</summary>
public static class LineageServiceCollectionExtensions
{
    /// <summary>
    /// Adds the run journal, declarations, run queries and changes, event ingest and the graph. The stores in <see cref="Ports"/> are registered by
    /// whoever implements them.
    /// </summary>
    public static IServiceCollection AddLineage(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LineageOptions>().Bind(configuration.GetSection(LineageOptions.Section)).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<LineageOptions>, LineageOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RunChanges>();
        services.TryAddSingleton<IRunChanges>(static provider => provider.GetRequiredService<RunChanges>());
        services.TryAddSingleton<ILeases, MemoryLeases>();
        services.TryAddSingleton<IRunClaims, MemoryRunClaims>();
        services.TryAddSingleton(static _ => ThisProcess.Alone());
        services.TryAddSingleton<LiveRuns>();
        services.TryAddSingleton<RunWatch>();
        services.TryAddSingleton<IRunWatch>(static provider => provider.GetRequiredService<RunWatch>());
        services.TryAddSingleton<RunRecorder>();
        services.TryAddSingleton<IRunJournal, RunJournal>();
        services.TryAddSingleton<IRunQueries, RunQueries>();
        services.TryAddSingleton<EventAppender>();
        services.TryAddSingleton(static provider => new LineageIngestService(
            provider.GetRequiredService<EventAppender>(),
            provider.GetRequiredService<IOptions<LineageOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<LineageIngestService>>()));
        services.TryAddSingleton<ILineageDeclarations, LineageDeclarations>();
        services.TryAddSingleton<LineageGraphService>();
        services.TryAddSingleton<LineagePruner>();
        services.TryAddSingleton<MarquezReadService>();
        return services;
    }
}
