using Ingestion.Ports;
using Ingestion.Postgres.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Ingestion.Postgres;

/// <summary>Registers the capture of tables of PostgreSQL.</summary>
public static class PostgresServiceCollectionExtensions
{
    /// <summary>
    /// Makes PostgreSQL the <see cref="IChangeCaptures"/> that sources capture tables of, configured by section <see cref="PostgresConnectionsOptions.Section"/>. To be called before ingestion is registered.
    /// Settings are checked when the host starts; databases are connected to at the first use.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configuration">The root.</param>
    public static IServiceCollection AddPostgresCaptures(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PostgresConnectionsOptions>().Bind(configuration.GetSection(PostgresConnectionsOptions.Section)).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgresConnectionsOptions>, PostgresConnectionsOptionsValidator>());
        services.TryAddSingleton<IChangeCaptures, PostgresCaptures>();
        return services;
    }
}
