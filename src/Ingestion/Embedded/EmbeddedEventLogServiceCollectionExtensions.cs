using Ingestion.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Ingestion.Embedded;

/// <summary>Registers the event log that lives in files of this machine.</summary>
public static class EmbeddedEventLogServiceCollectionExtensions
{
    private const string DataDirectoryKey = "Catalog:DataDirectory";

    /// <summary>
    /// Registers <see cref="IEventLog"/> as the embedded log, unless one is registered already. The folder is locked when the service is first asked for and
    /// released when the container is disposed of, which must be done asynchronously.
    /// </summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configuration">The root; <see cref="EmbeddedEventLogOptions.Section"/> is bound, <c>Catalog:DataDirectory</c> gives the default folder.</param>
    public static IServiceCollection AddEmbeddedEventLog(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<EmbeddedEventLogOptions>()
            .Bind(configuration.GetSection(EmbeddedEventLogOptions.Section))
            .PostConfigure(options => options.Directory = FolderOf(options, configuration))
            .ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EmbeddedEventLogOptions>, EmbeddedEventLogOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IEventLog, EmbeddedEventLog>();
        return services;
    }

    private static string FolderOf(EmbeddedEventLogOptions options, IConfiguration configuration)
        => string.IsNullOrWhiteSpace(options.Directory) && configuration[DataDirectoryKey] is { Length: > 0 } data
            ? Path.Combine(data, "eventlog")
            : options.Directory;
}
