using System.Threading.Channels;
using Catalog.Core.Errors;
using Catalog.Core.Events;
using Catalog.Definitions.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Catalog.Definitions.Declarations;

/// <summary>Declares the lineage of the definitions once the process serves and after every change. What cannot be declared now is declared with the next try.</summary>
internal sealed class DefinitionLineageService(
    DefinitionRegistry registry, ILineageDeclarations declarations, TimeProvider clock, ILogger<DefinitionLineageService> logger)
    : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    // One signal is enough: whoever takes it reads the newest definitions.
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly TaskCompletionSource _served = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _served.TrySetResult();
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        registry.Changed += OnChanged;
        try
        {
            await _served.Task.WaitAsync(stoppingToken).ConfigureAwait(false);
            await DeclareAsync(stoppingToken).ConfigureAwait(false);
            await foreach (var _ in _changes.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
            {
                await DeclareAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            registry.Changed -= OnChanged;
        }
    }

    private void OnChanged(object? sender, DefinitionsChangedEventArgs change) => _changes.Writer.TryWrite(true);

    private async Task DeclareAsync(CancellationToken cancellationToken)
    {
        var revision = registry.Current.Revision;
        try
        {
            await declarations.ReplaceAsync(DefinitionLineage.Of(registry.Current), cancellationToken).ConfigureAwait(false);
        }
        catch (CatalogException exception) when (exception.IsTransient)
        {
            logger.LineageNotDeclared(exception, revision, Pause);
            await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
            _changes.Writer.TryWrite(true);
        }
    }
}
