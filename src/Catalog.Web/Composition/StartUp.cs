using Catalog.Web.Diagnostics;
using Catalog.Web.Http;
using Microsoft.AspNetCore.Hosting.Server;

namespace Catalog.Web.Composition;

/// <summary>Once the process listens: loads the samples into an empty catalogue, states readiness and prints the address.</summary>
internal sealed class StartUp(SampleLoader samples, IServer server, IHostApplicationLifetime lifetime, Readiness readiness, ILogger<StartUp> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!await StartedAsync(stoppingToken))
        {
            return;
        }

        await samples.LoadAsync(stoppingToken);
        readiness.Set();
        logger.Ready(CatalogHost.AddressOf(server));
    }

    /// <summary>Waits until the process listens; false when it ends before.</summary>
    private async Task<bool> StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var whenStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return started.Task.IsCompletedSuccessfully;
    }
}
