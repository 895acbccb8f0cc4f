using Catalog.Core.Errors;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Selection;
using Ingestion.Diagnostics;
using Ingestion.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ingestion.Pipelines;

/// <summary>
/// Runs one pump for each feature view in force and partition of its source, each on its own, and follows the definitions. While a new version is filled from the stored events, the
/// version that answers in its place keeps its pumps; once the new one has reached the end of the log, it takes over. Also tells how far they are and lets others wait for them. Thread-safe.
/// </summary>
public sealed class PipelineService : BackgroundService, IHostedLifecycleService, IMaterializationBarrier, IPipelineStatuses
{
    private readonly ServedVersions _served;
    private readonly IEventLog _log;
    private readonly ViewPumpFactory _factory;
    private readonly IngestionOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<PipelineService> _logger;
    private readonly Lock _lock = new();
    private readonly Dictionary<(FeatureViewId View, int Partition), RunningPump> _pumps = [];
    private readonly SemaphoreSlim _following = new(1, 1);
    private readonly TaskCompletionSource _serves = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isRunning;
    private readonly Dictionary<FeatureViewId, Task> _switching = [];
    private ServedStamp? _followed;
    private bool _hasFollowed;

    internal PipelineService(
        ServedVersions served,
        IEventLog log,
        ViewPumpFactory factory,
        IOptions<IngestionOptions> options,
        TimeProvider clock,
        ILogger<PipelineService> logger)
        => (_served, _log, _factory, _options, _clock, _logger) = (served, log, factory, options.Value, clock, logger);

    /// <summary>How far each view is, by view and partition; empty before the process has started.</summary>
    public IReadOnlyList<PipelineStatus> Statuses
    {
        get
        {
            lock (_lock)
            {
                return [.. _pumps.Values.Select(static running => running.Pump.Status)
                    .OrderBy(static status => status.View.Name, StringComparer.Ordinal).ThenBy(static status => status.Partition)];
            }
        }
    }

    /// <inheritdoc />
    public async Task FlushAsync(FeatureViewId view, CancellationToken cancellationToken)
    {
        var pumps = PumpsOf(view);
        if (pumps.Count == 0 && _served.Registry.FindView(view.Name)?.Id == view)
        {
            // The view was applied a moment ago; without its pump nothing could be waited for.
            await FollowAsync(cancellationToken).ConfigureAwait(false);
            pumps = PumpsOf(view);
        }

        foreach (var pump in pumps)
        {
            var end = await _log.GetEndOffsetAsync(pump.Status.Source, pump.Status.Partition, cancellationToken).ConfigureAwait(false);
            await pump.FlushAsync(end, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _following.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _isRunning = true;
        }

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
                await TryFollowAsync(stoppingToken).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await StopAllAsync().ConfigureAwait(false);
        }
    }

    private async Task TryFollowAsync(CancellationToken stoppingToken)
    {
        try
        {
            await FollowAsync(stoppingToken).ConfigureAwait(false);
            await SwitchAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (CatalogException error)
        {
            // The log of a source or the catalogue cannot be opened, or a writer failed. The pumps that run go on, and the next look tries again.
            Log.ViewsNotFollowed(_logger, error, _options.MaxRetryPause);
            await Task.Delay(_options.MaxRetryPause, _clock, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await _following.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _served.RefreshAsync(cancellationToken).ConfigureAwait(false);
            var stamp = _served.Stamp;
            if (stamp != _followed)
            {
                var wanted = await FindWantedAsync(cancellationToken).ConfigureAwait(false);
                if (!_hasFollowed)
                {
                    await _factory.EndUnwantedRunsAsync(wanted.Keys, cancellationToken).ConfigureAwait(false);
                    _hasFollowed = true;
                }

                await MatchAsync(wanted).ConfigureAwait(false);
                _followed = stamp;
            }
        }
        finally
        {
            _following.Release();
        }
    }

    /// <summary>Lets new versions answer that have been computed.</summary>
    private async Task SwitchAsync(CancellationToken cancellationToken)
    {
        foreach (var replaced in _switching.Keys.Except(_served.Uncomputed.Select(static view => view.Id)).ToList())
        {
            _switching.Remove(replaced);
            _followed = null;
        }

        foreach (var view in _served.Uncomputed)
        {
            var pumps = PumpsOf(view.Id);
            if (pumps.Count == 0 || !pumps.TrueForAll(static pump => pump.Status.HasCaughtUp))
            {
                continue;
            }

            var earlier = _served.Replacing.FirstOrDefault(replaced => replaced.Name == view.Name);
            if (!_switching.TryGetValue(view.Id, out var flushed))
            {
                // The earlier version stands still from here, so that the new one, which goes on to the end of the log, is not behind it: no value steps back.
                await Task.WhenAll(Remove(key => key.View == earlier?.Id).Select(static running => running.StopAsync(isGone: true))).ConfigureAwait(false);
                _switching.Add(view.Id, FlushAsync(view.Id, cancellationToken));
            }
            else if (flushed.IsCompleted)
            {
                // A writer that failed has said so in the log; the earlier version goes on, and it is tried again.
                _switching.Remove(view.Id);
                _followed = null;
                if (flushed.IsCompletedSuccessfully)
                {
                    await _served.MarkAsync(view.Id, cancellationToken).ConfigureAwait(false);
                    if (earlier is not null)
                    {
                        Log.VersionSwitched(_logger, view.Id.ToString(), earlier.Id.ToString());
                    }
                }
            }
        }
    }

    private async Task<Dictionary<(FeatureViewId View, int Partition), FeatureView>> FindWantedAsync(CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<(FeatureViewId View, int Partition), FeatureView>();
        var answering = _served.Replacing.Where(view => _switching.Keys.All(switching => switching.Name != view.Name));
        foreach (var view in _served.Registry.Views.Concat(answering))
        {
            await _log.EnsureTopicAsync(view.Source, _options.Partitions, cancellationToken).ConfigureAwait(false);
            var partitions = await _log.GetPartitionCountAsync(view.Source, cancellationToken).ConfigureAwait(false);
            for (var partition = 0; partition < partitions; partition++)
            {
                wanted.Add((view.Id, partition), view);
            }
        }

        return wanted;
    }

    private async Task MatchAsync(Dictionary<(FeatureViewId View, int Partition), FeatureView> wanted)
    {
        var gone = Remove(key => !wanted.ContainsKey(key));
        await Task.WhenAll(gone.Select(static running => running.StopAsync(isGone: true))).ConfigureAwait(false);
        lock (_lock)
        {
            foreach (var (key, view) in wanted.Where(pair => _isRunning && !_pumps.ContainsKey(pair.Key)))
            {
                _pumps.Add(key, new RunningPump(_factory.Create(view, key.Partition)));
            }
        }
    }

    private Task StopAllAsync()
    {
        lock (_lock)
        {
            _isRunning = false;
        }

        return Task.WhenAll(Remove(static _ => true).Select(static running => running.StopAsync(isGone: false)));
    }

    private List<RunningPump> Remove(Func<(FeatureViewId View, int Partition), bool> which)
    {
        lock (_lock)
        {
            var keys = _pumps.Keys.Where(which).ToList();
            var removed = keys.ConvertAll(key => _pumps[key]);
            keys.ForEach(key => _pumps.Remove(key));
            return removed;
        }
    }

    private List<ViewPump> PumpsOf(FeatureViewId view)
    {
        lock (_lock)
        {
            return [.. _pumps.Where(pair => pair.Key.View == view).Select(static pair => pair.Value.Pump)];
        }
    }
}
