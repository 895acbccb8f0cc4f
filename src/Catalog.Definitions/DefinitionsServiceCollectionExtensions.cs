using Catalog.Definitions.Declarations;
using Catalog.Definitions.Planning;
using Catalog.Definitions.Ports;
using FeatureStore.Ports;
using Ingestion;
using Ingestion.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Catalog.Definitions;

/// <summary>Registers the definitions.</summary>
public static class DefinitionsServiceCollectionExtensions
{
    /// <summary>
    /// Adds <see cref="DefinitionRegistry"/>, also as <see cref="IFeatureRegistry"/> and <see cref="ISourceRegistry"/>, and <see cref="DefinitionService"/>.
    /// An <see cref="IDefinitionStore"/> must be registered as well; the definitions are loaded from it when the host starts, so the service that
    /// migrates its database must be registered before.
    /// </summary>
    public static IServiceCollection AddDefinitions(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DefinitionsOptions>().Bind(configuration.GetSection(DefinitionsOptions.Section)).ValidateOnStart();
        services.TryAddSingleton<IValidateOptions<DefinitionsOptions>, DefinitionsOptionsValidator>();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static _ => new DefinitionRegistry());
        services.TryAddSingleton<IFeatureRegistry>(static provider => provider.GetRequiredService<DefinitionRegistry>());
        services.TryAddSingleton<ISourceRegistry>(static provider => provider.GetRequiredService<DefinitionRegistry>());
        services.TryAddSingleton(static provider => new DefinitionService(
            provider.GetRequiredService<DefinitionRegistry>(),
            provider.GetRequiredService<IDefinitionStore>(),
            new BackfillEstimator(provider.GetService<IEventLog>()),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DefinitionService>>(),
            new FutureColumnLint(provider.GetService<ICheckResultStore>() is { } checks ? new FutureColumns(checks, provider.GetRequiredService<TimeProvider>()) : null),
            new ConnectionLint(provider.GetService<IExternalTopics>(), provider.GetService<IChangeCaptures>())));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DefinitionRefreshService>());
        return services;
    }

    /// <summary>
    /// Declares what the definitions say about the flow of data, at the start and after every change. Needs
    /// <see cref="Catalog.Core.Events.ILineageDeclarations"/>, and the migrations to run before.
    /// </summary>
    public static IServiceCollection AddDefinitionLineage(this IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DefinitionLineageService>());
        return services;
    }
}
