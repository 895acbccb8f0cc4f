using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using Ingestion.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ingestion.Pipelines;

/// <summary>
/// Runs one pump for each feature view in force and partition of its source, each on its own, and follows the definitions. Also tells how far they are and
/// lets others wait for them. Thread-safe.
/// </summary>
public sealed class PipelineService : BackgroundService, IMaterializationBarrier
{
    private readonly IFeatureRegistry _features;
    private readonly ISourceRegistry _sources;
    private readonly IEventLog _log;
    private readonly ViewWriterFactory _writers;
    private readonly IngestionOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<PipelineService> _logger;
    private readonly Lock _lock = new();
    private readonly Dictionary<(FeatureViewId View, int Partition), RunningPump> _pumps = [];

    internal PipelineService(
        IFeatureRegistry features,
        ISourceRegistry sources,
        IEventLog log,
        ViewWriterFactory writers,
        IOptions<IngestionOptions> options,
        TimeProvider clock,
        ILogger<PipelineService> logger)
        => (_features, _sources, _log, _writers, _options, _clock, _logger) = (features, sources, log, writers, options.Value, clock, logger);

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
        foreach (var pump in PumpsOf(view))
        {
            var end = await _log.GetEndOffsetAsync(pump.Status.Source, pump.Status.Partition, cancellationToken).ConfigureAwait(false);
            await pump.FlushAsync(end, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_options.DefinitionsPoll, _clock);
        var stamp = -1L;
        try
        {
            do
            {
                if (stamp != _features.Stamp)
                {
                    stamp = _features.Stamp;
                    await FollowAsync(stoppingToken).ConfigureAwait(false);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await StopAllAsync().ConfigureAwait(false);
        }
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<(FeatureViewId, int), FeatureView>();
        foreach (var view in _features.Views)
        {
            await _log.EnsureTopicAsync(view.Source, _options.Partitions, cancellationToken).ConfigureAwait(false);
            var partitions = await _log.GetPartitionCountAsync(view.Source, cancellationToken).ConfigureAwait(false);
            for (var partition = 0; partition < partitions; partition++)
            {
                wanted.Add((view.Id, partition), view);
            }
        }

        var gone = Remove(key => !wanted.ContainsKey(key));
        await Task.WhenAll(gone.Select(static running => running.StopAsync())).ConfigureAwait(false);
        lock (_lock)
        {
            foreach (var (key, view) in wanted)
            {
                if (!_pumps.ContainsKey(key))
                {
                    var pump = new ViewPump(view, key.Item2, _log, _sources, _writers, _options, _clock, _logger);
                    _pumps.Add(key, new RunningPump(pump, cancellationToken));
                }
            }
        }
    }

    private Task StopAllAsync() => Task.WhenAll(Remove(static _ => true).Select(static running => running.StopAsync()));

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

    private sealed class RunningPump
    {
        private readonly CancellationTokenSource _stopping;
        private readonly Task _work;

        internal RunningPump(ViewPump pump, CancellationToken cancellationToken)
        {
            Pump = pump;
            _stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _work = Task.Run(() => pump.RunAsync(_stopping.Token), CancellationToken.None);
        }

        internal ViewPump Pump { get; }

        internal async Task StopAsync()
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
            await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stopping.Dispose();
            Pump.Dispose();
        }
    }
}
