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
        await StartedAsync(stoppingToken);
        await samples.LoadAsync(stoppingToken);
        readiness.Set();
        logger.Ready(CatalogHost.AddressOf(server));
    }

    private async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var whenStarted = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }
}
