using Catalog.Web.Diagnostics;
using Catalog.Web.Http;
using Catalog.Web.Queries;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Options;

namespace Catalog.Web.Composition;

/// <summary>Once the process listens: loads the samples into an empty catalogue, states readiness, prints the address, and says when the online store is away.</summary>
internal sealed class StartUp(SampleLoader samples, IServer server, IHostApplicationLifetime lifetime, Readiness readiness, OnlineReach online, IOptions<CatalogOptions> options, ILogger<StartUp> logger)
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
        var roles = Roles.Of(options.Value);
        if ((roles.Contains(Roles.Serve) || roles.Contains(Roles.Work)) && await online.FindProblemAtLastAsync(stoppingToken) is { } problem)
        {
            logger.OnlineStoreAway(problem);
        }
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
