using Catalog.Core.Errors;
using Catalog.Definitions.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Catalog.Definitions;

/// <summary>Loads the definitions before anything else starts, then looks for changes of other processes.</summary>
internal sealed class DefinitionRefreshService(
    DefinitionService definitions, IOptions<DefinitionsOptions> options, TimeProvider clock, ILogger<DefinitionRefreshService> logger) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await definitions.RefreshAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = options.Value.RefreshInterval;
        if (interval == TimeSpan.Zero)
        {
            return;
        }

        using var timer = new PeriodicTimer(interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            try
            {
                await definitions.RefreshAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (CatalogException exception) when (exception.IsTransient)
            {
                logger.RefreshFailed(exception, interval);
            }
        }
    }
}
