using Catalog.Core.Errors;
using Ingestion.Captures;
using Ingestion.Diagnostics;
using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Ingestion.Sharing;
using Ingestion.Topics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ingestion.Feeds;

/// <summary>
/// Runs one reader for each partition of each topic that a source names and for each table that one captures, and follows the definitions. Who holds a partition of the event log reads the partitions of
/// the topic that fall to it, so that workers share them without being members of a group on the brokers of the topic; a table falls to the first partition. Thread-safe.
/// </summary>
public sealed class FeedService : PumpService, ITopicStatuses, ICaptureStatuses
{
    private readonly ISourceRegistry _sources;
    private readonly IEventLog _log;
    private readonly FeedPumpFactory _factory;
    private readonly TopicPartitions _partitions;
    private readonly IngestionOptions _options;
    private readonly ILogger<FeedService> _logger;
    private readonly SharedPumps _shared;
    private readonly LeftSlots _left;
    private readonly PumpSet<FeedKey, FeedPump> _pumps = new();
    private (long Definitions, long Shares, long Partitions)? _followed;

    internal FeedService(
        ISourceRegistry sources,
        IEventLog log,
        FeedPumpFactory factory,
        TopicPartitions partitions,
        LeftSlots left,
        SharedPumps shared,
        IOptions<IngestionOptions> options,
        TimeProvider clock,
        ILogger<FeedService> logger)
        : base(options.Value, clock)
        => (_sources, _log, _factory, _partitions, _left, _shared, _options, _logger) = (sources, log, factory, partitions, left, shared, options.Value, logger);

    /// <inheritdoc />
    public IReadOnlyList<TopicStatus> Statuses => List(_shared.ListTopics(), static (source, status) => source.Topic == status.Topic);

    /// <inheritdoc />
    public IReadOnlyList<CaptureStatus> Captures => List(_shared.ListCaptures(), static (source, status) => source.Capture == status.Capture);

    /// <inheritdoc />
    public IReadOnlyList<LeftSlot> LeftSlots => _left.Found;

    private protected override void Open() => _pumps.Open();

    private protected override Task CloseAsync() => _pumps.CloseAsync();

    private protected override void NotFollowed(CatalogException error, TimeSpan pause) => Log.FeedsNotFollowed(_logger, error, pause);

    private protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken).ConfigureAwait(false);
        var pumps = _pumps.All.Where(static pump => pump.Share.Epoch > 0);
        await _shared.TellAsync([.. pumps.Select(Report)], cancellationToken).ConfigureAwait(false);
        if (_shared.CanWork)
        {
            _left.Look();
        }
    }

    private PumpReport Report(FeedPump pump)
    {
        var status = pump.Status;
        return _shared.Report(status.Source, pump.Share, status.Partition) with { Topic = status as TopicStatus, Capture = status as CaptureStatus };
    }

    private List<T> List<T>(IEnumerable<T> others, Func<Source, T, bool> isOf)
        where T : FeedStatus
    {
        var mine = _pumps.All.Select(static pump => pump.Status).OfType<T>().ToList();
        var here = mine.Select(static status => (status.Source, status.Partition)).ToHashSet();
        var there = others.Where(status => !here.Contains((status.Source, status.Partition)) && _sources.FindSource(status.Source) is { } source && isOf(source, status));
        return [.. mine.Concat(there).OrderBy(static status => status.Source, StringComparer.Ordinal).ThenBy(static status => status.Partition)];
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var sources = _sources.Sources.Where(static source => source.Topic is not null || source.Capture is not null).ToList();
        if (_shared.CanWork)
        {
            _partitions.Look(sources.Select(static source => source.Topic).OfType<SourceTopic>());
        }

        var stamp = (_sources.Stamp, _shared.Shares.Stamp, _partitions.Stamp);
        if (stamp == _followed)
        {
            return;
        }

        _shared.Shares.Follow(this, [.. sources.Select(static source => source.Name)]);
        if (_followed is null && _shared.CanWork)
        {
            await _factory.EndUnwantedRunsAsync(sources, cancellationToken).ConfigureAwait(false);
        }

        var mine = new Dictionary<FeedKey, Source>();
        foreach (var source in sources)
        {
            await AddOwnAsync(mine, source, cancellationToken).ConfigureAwait(false);
        }

        await _pumps.MatchAsync(
            mine, key => !sources.Exists(source => key.IsOf(source)), Create).ConfigureAwait(false);
        _followed = stamp;
    }

    private FeedPump Create(FeedKey key, Source source) => key.Topic is { } topic
        ? _factory.Create(source, topic, key.Partition, key.Share)
        : _factory.Create(source, key.Capture!, key.Share); // One of the two is there.

    /// <summary>Adds what falls to partitions of the log which this process holds. Makes the topic of the log.</summary>
    private async Task AddOwnAsync(Dictionary<FeedKey, Source> mine, Source source, CancellationToken cancellationToken)
    {
        await _log.EnsureTopicAsync(source.Name, _options.PartitionsOf(source), cancellationToken).ConfigureAwait(false);
        var shares = await _log.GetPartitionCountAsync(source.Name, cancellationToken).ConfigureAwait(false);
        for (var partition = 0; partition < (source.Topic is { } topic ? _partitions.CountOf(topic) : 1); partition++)
        {
            if (_shared.Shares.Find(source.Name, partition % shares) is { } share)
            {
                mine.Add(new FeedKey(source.Name, source.Version, source.Topic, source.Capture, partition, share), source);
            }
        }
    }

    private readonly record struct FeedKey(string Source, int Version, SourceTopic? Topic, SourceCapture? Capture, int Partition, PartitionShare Share)
    {
        public bool IsOf(Source source) => source.Name == Source && source.Version == Version && source.Topic == Topic && source.Capture == Capture;
    }
}
