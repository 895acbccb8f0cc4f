using System.Collections.Concurrent;
using Catalog.Core.Errors;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Selection;
using Ingestion.Diagnostics;
using Ingestion.Enrichments;
using Ingestion.Ports;
using Ingestion.Sharing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ingestion.Pipelines;

/// <summary>
/// Runs one pump for each feature view in force and partition of its source, each on its own, and follows the definitions. While a new version is filled from the stored events, the
/// version that answers in its place keeps its pumps; once the new one has reached the end of the log, it takes over. Also tells how far they are and lets others wait for them. Thread-safe.
/// </summary>
public sealed class PipelineService : PumpService, IMaterializationBarrier, IPipelineStatuses, IViewProgress
{
    private readonly ServedVersions _served;
    private readonly IEventLog _log;
    private readonly ViewPumpFactory _factory;
    private readonly SettledSources _streams;
    private readonly IngestionOptions _options;
    private readonly ILogger<PipelineService> _logger;
    private readonly SharedPumps _shared;
    private readonly PumpSet<(FeatureViewId View, int Partition, PartitionShare Share), ViewPump> _pumps = new();
    private readonly SemaphoreSlim _following = new(1, 1);
    private readonly ConcurrentDictionary<FeatureViewId, VersionSwitch> _switching = [];
    private (ServedStamp Served, long Shares)? _followed;
    private bool _hasFollowed;

    internal PipelineService(
        ServedVersions served,
        IEventLog log,
        ViewPumpFactory factory,
        SettledSources streams,
        SharedPumps shared,
        IOptions<IngestionOptions> options,
        TimeProvider clock,
        ILogger<PipelineService> logger)
        : base(options.Value, clock)
        => (_served, _log, _factory, _streams, _shared, _options, _logger) = (served, log, factory, streams, shared, options.Value, logger);

    /// <summary>How far each view is, by view and partition, in whichever process it is written; empty before the process has started.</summary>
    public IReadOnlyList<PipelineStatus> Statuses
        => [.. ListStatuses().OrderBy(static status => status.View.Name, StringComparer.Ordinal).ThenBy(static status => status.Partition)];

    /// <inheritdoc />
    public async Task FlushAsync(FeatureViewId view, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (_switching.Values.FirstOrDefault(switching => switching.Earlier == view) is { } switching)
                {
                    await switching.Ended.WaitAsync(cancellationToken).ConfigureAwait(false);
                }

                await FlushPumpsAsync(view, cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (IngestionException error) when (error.ErrorCode == IngestionErrorCode.WriterStopped && (_served.Registry.FindView(view.Name)?.Id != view || HasMoved(view)))
            {
                // Another version began to take over meanwhile, or another process did.
                await Task.Delay(_options.DefinitionsPoll, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc />
    async Task IViewProgress.WaitAsync(FeatureViewId view, IReadOnlyList<long> ends, bool isDurable, CancellationToken cancellationToken)
    {
        var pumps = (await FindPumpsAsync(view, cancellationToken).ConfigureAwait(false)).ToDictionary(static pump => pump.Status.Partition);
        if (pumps.Count < ends.Count && !_shared.IsShared)
        {
            throw new IngestionException(
                IngestionErrorCode.WriterStopped, $"Nothing writes '{view}' in this process, so what it holds cannot be waited for. Another version may be taking over; it is tried again.");
        }

        for (var partition = 0; partition < ends.Count; partition++)
        {
            var end = ends[partition];
            await (pumps.GetValueOrDefault(partition) is not { } pump
                ? _shared.FlushAsync(view.ToString(), partition, end, cancellationToken)
                : isDurable ? pump.FlushAsync(end, cancellationToken) : pump.WaitAsync(end, cancellationToken)).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _following.Dispose();
        base.Dispose();
    }

    private protected override void Open() => _pumps.Open();

    private protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken).ConfigureAwait(false);
        await ExchangeAsync(cancellationToken).ConfigureAwait(false);
        await SwitchAsync(cancellationToken).ConfigureAwait(false);
    }

    private protected override void NotFollowed(CatalogException error, TimeSpan pause) => Log.ViewsNotFollowed(_logger, error, pause);

    private protected override Task CloseAsync() => _pumps.CloseAsync();

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        await _following.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await _served.RefreshAsync(cancellationToken).ConfigureAwait(false);
            var stamp = (_served.Stamp, _shared.Shares.Stamp);
            if (stamp != _followed)
            {
                var all = await FindWantedAsync(cancellationToken).ConfigureAwait(false);
                _shared.Shares.Follow(this, [.. all.Values.Select(static view => view.Source).Distinct()]);
                if (!_hasFollowed && _shared.CanWork)
                {
                    await _factory.EndUnwantedRunsAsync(all.Keys, cancellationToken).ConfigureAwait(false);
                    await _shared.KeepAsync(all.Keys.Select(static key => key.View.ToString()), cancellationToken).ConfigureAwait(false);
                    _hasFollowed = true;
                }

                await _pumps.MatchAsync(OnlyMine(all), key => !all.ContainsKey((key.View, key.Partition)), (key, view) => _factory.Create(view, key.Share)).ConfigureAwait(false);
                _followed = stamp;
            }
        }
        finally
        {
            _following.Release();
        }
    }

    /// <summary>Lets new versions answer that have been computed. Whoever waits for a view may follow the definitions meanwhile, and must not begin writers that are being stopped.</summary>
    private async Task SwitchAsync(CancellationToken cancellationToken)
    {
        await _following.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await SwitchAloneAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _following.Release();
        }
    }

    private async Task SwitchAloneAsync(CancellationToken cancellationToken)
    {
        foreach (var replaced in _switching.Keys.Except(_served.Uncomputed.Select(static view => view.Id)).ToList())
        {
            End(replaced);
        }

        foreach (var view in _served.Uncomputed)
        {
            if (!await CanSwitchAsync(view, cancellationToken).ConfigureAwait(false))
            {
                continue;
            }

            var earlier = _served.Replacing.FirstOrDefault(replaced => replaced.Name == view.Name);
            if (!_switching.TryGetValue(view.Id, out var switching))
            {
                await BeginAsync(view.Id, earlier?.Id, cancellationToken).ConfigureAwait(false);
            }
            else if (switching.Flushed.IsCompleted)
            {
                // A writer that failed has said so in the log; the earlier version goes on, and it is tried again.
                try
                {
                    if (switching.Flushed.IsCompletedSuccessfully)
                    {
                        await _served.MarkAsync(view.Id, cancellationToken).ConfigureAwait(false);
                        if (earlier is not null)
                        {
                            Log.VersionSwitched(_logger, view.Id.ToString(), earlier.Id.ToString());
                        }
                    }
                }
                finally
                {
                    End(view.Id);
                }
            }
        }
    }

    /// <summary>
    /// The earlier version stands still from here, with the same events in both stores, so that the new one, which goes on to the end of the log, is not behind it: no value steps back.
    /// </summary>
    private async Task BeginAsync(FeatureViewId view, FeatureViewId? earlier, CancellationToken cancellationToken)
    {
        var switching = new VersionSwitch(earlier);
        _switching[view] = switching;
        var isBegun = false;
        try
        {
            if (earlier is { } stopped && !_shared.IsShared)
            {
                await Task.WhenAll(PumpsOf(stopped).Select(pump => pump.DrainAsync(cancellationToken))).ConfigureAwait(false);
                await _pumps.StopAsync(key => key.View == stopped, isGone: true).ConfigureAwait(false);
            }

            switching.Flushed = FlushAsync(view, cancellationToken);
            isBegun = true;
        }
        finally
        {
            if (!isBegun)
            {
                End(view);
            }
        }
    }

    private void End(FeatureViewId view)
    {
        _followed = null;
        if (_switching.TryRemove(view, out var switching))
        {
            switching.End();
        }
    }

    private async Task<Dictionary<(FeatureViewId View, int Partition), FeatureView>> FindWantedAsync(CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<(FeatureViewId View, int Partition), FeatureView>();
        var answering = _served.Replacing.Where(view => _switching.Keys.All(switching => switching.Name != view.Name));
        foreach (var view in _served.Registry.Views.Concat(answering))
        {
            await _log.EnsureTopicAsync(view.Source, view.IsKeyedBySource ? _options.Partitions : 1, cancellationToken).ConfigureAwait(false);
            var partitions = await _log.GetPartitionCountAsync(view.Source, cancellationToken).ConfigureAwait(false);
            for (var partition = 0; partition < partitions; partition++)
            {
                wanted.Add((view.Id, partition), view);
            }
        }

        return wanted;
    }

    private async Task FlushPumpsAsync(FeatureViewId view, CancellationToken cancellationToken)
    {
        var pumps = (await FindPumpsAsync(view, cancellationToken).ConfigureAwait(false)).ToDictionary(static pump => pump.Status.Partition);
        if (FindWritten(view)?.Source is not { } source || (pumps.Count == 0 && !_shared.IsShared))
        {
            return;
        }

        // What has been accepted into the streams behind an enriched source belongs to everything, too.
        await _streams.CatchUpAsync(source, cancellationToken).ConfigureAwait(false);
        var partitions = await _log.GetPartitionCountAsync(source, cancellationToken).ConfigureAwait(false);
        for (var partition = 0; partition < partitions; partition++)
        {
            var end = await _log.GetEndOffsetAsync(source, partition, cancellationToken).ConfigureAwait(false);
            await (pumps.GetValueOrDefault(partition)?.FlushAsync(end, cancellationToken)
                ?? _shared.FlushAsync(view.ToString(), partition, end, cancellationToken)).ConfigureAwait(false);
        }
    }

    /// <summary>The view, if it is one that is written.</summary>
    private FeatureView? FindWritten(FeatureViewId view)
        => _served.Registry.FindView(view.Name) is { } current && current.Id == view ? current : _served.Replacing.FirstOrDefault(earlier => earlier.Id == view);

    private async Task<List<ViewPump>> FindPumpsAsync(FeatureViewId view, CancellationToken cancellationToken)
    {
        var pumps = PumpsOf(view);
        if (pumps.Count == 0 && FindWritten(view) is not null)
        {
            // The view was applied, or the process began, a moment ago; without its pump nothing could be waited for.
            await FollowAsync(cancellationToken).ConfigureAwait(false);
            pumps = PumpsOf(view);
        }

        return pumps;
    }

    private Dictionary<(FeatureViewId View, int Partition, PartitionShare Share), FeatureView> OnlyMine(Dictionary<(FeatureViewId View, int Partition), FeatureView> all)
    {
        var mine = new Dictionary<(FeatureViewId View, int Partition, PartitionShare Share), FeatureView>();
        foreach (var (key, view) in all)
        {
            if (_shared.Shares.Find(view.Source, key.Partition) is { } share)
            {
                mine.Add((key.View, key.Partition, share), view);
            }
        }

        return mine;
    }

    /// <summary>Tells the other processes how far the pumps of this one are, and makes durable what they ask for.</summary>
    private async Task ExchangeAsync(CancellationToken cancellationToken)
    {
        if (!_shared.IsShared)
        {
            return;
        }

        var pumps = _pumps.All.Where(static pump => pump.Share.Epoch > 0).ToList();
        await _shared.ExchangeAsync(
            pumps.ConvertAll(pump => _shared.Report(pump.Status.View.ToString(), pump.Share) with { View = pump.Status }), cancellationToken).ConfigureAwait(false);
        var asked = _shared.Reports.Where(static report => report.Asked > 0).ToDictionary(static report => (report.Subject, report.Partition), static report => report.Asked);
        foreach (var pump in pumps)
        {
            pump.Ask(asked.GetValueOrDefault((pump.Status.View.ToString(), pump.Status.Partition)));
        }

        foreach (var group in pumps.GroupBy(static pump => pump.Share.Share))
        {
            _shared.Shares.Report(group.Key, group.Min(static pump => pump.Status.DurablePosition));
        }
    }

    private IEnumerable<PipelineStatus> ListStatuses()
    {
        var mine = _pumps.All.ConvertAll(static pump => pump.Status);
        var here = mine.Select(static status => (status.View, status.Partition)).ToHashSet();
        return mine.Concat(_shared.ListViews().Where(status => !here.Contains((status.View, status.Partition)) && FindWritten(status.View) is not null));
    }

    /// <summary>Whether a new version has been computed nearly up to the end, and it is for this process to let it answer.</summary>
    private async Task<bool> CanSwitchAsync(FeatureView view, CancellationToken cancellationToken)
    {
        if (_shared.Shares.Find(view.Source, 0) is null)
        {
            return false;
        }

        var statuses = ListStatuses().Where(status => status.View == view.Id).ToList();
        return statuses.Count > 0
            && statuses.TrueForAll(static status => status.HasCaughtUp)
            && statuses.Count == await _log.GetPartitionCountAsync(view.Source, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether another process has taken over a partition that this one has a pump for.</summary>
    private bool HasMoved(FeatureViewId view) => PumpsOf(view).Exists(static pump => !pump.Share.Share.IsHeld) || (_shared.IsShared && _followed?.Shares != _shared.Shares.Stamp);

    private List<ViewPump> PumpsOf(FeatureViewId view) => _pumps.Find(key => key.View == view);
}
