using Catalog.Core.Errors;
using Microsoft.Extensions.Hosting;

namespace Ingestion.Pipelines;

/// <summary>Runs pumps once the process serves, and looks at the definitions again and again to have the ones that are wanted.</summary>
public abstract class PumpService : BackgroundService, IHostedLifecycleService
{
    private readonly IngestionOptions _options;
    private readonly TimeProvider _clock;
    private readonly TaskCompletionSource _serves = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private protected PumpService(IngestionOptions options, TimeProvider clock) => (_options, _clock) = (options, clock);

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        Open();
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Lets the pumps begin: from here on the process serves, and need not share its first seconds with them.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _serves.TrySetResult();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.DefinitionsPoll, _clock);
        try
        {
            await _serves.Task.WaitAsync(stoppingToken).ConfigureAwait(false);
            do
            {
                await TryLookAsync(stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await CloseAsync().ConfigureAwait(false);
        }
    }

    private protected abstract void Open();

    private protected abstract Task LookAsync(CancellationToken cancellationToken);

    private protected abstract void NotFollowed(CatalogException error, TimeSpan pause);

    private protected abstract Task CloseAsync();

    private async Task TryLookAsync(CancellationToken stoppingToken)
    {
        try
        {
            await LookAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (CatalogException error)
        {
            // The log of a source or the catalogue cannot be opened, or a writer failed. The pumps that run go on, and the next look tries again.
            NotFollowed(error, _options.MaxRetryPause);
            await Task.Delay(_options.MaxRetryPause, _clock, stoppingToken).ConfigureAwait(false);
        }
    }
}
