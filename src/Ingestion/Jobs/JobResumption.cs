using Ingestion.Files;
using Microsoft.Extensions.Hosting;

namespace Ingestion.Jobs;

/// <summary>Goes on with the jobs of earlier processes when the host starts, and clears the spool of uploads that were cut off.</summary>
internal sealed class JobResumption(JobRunner runner, Spool spool) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var unfinished = await runner.ResumeAsync(cancellationToken).ConfigureAwait(false);
        spool.DeleteOthers(unfinished.Select(static job => job.RunId).ToHashSet());
    }

    // The runner ends its jobs when the container disposes of it, before the stores that they write to.
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
