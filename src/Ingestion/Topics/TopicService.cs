using Catalog.Core.Errors;
using Ingestion.Diagnostics;
using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Ingestion.Sharing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ingestion.Topics;

/// <summary>
/// Runs one reader for each partition of each topic that a source names, and follows the definitions. Who holds a partition of the event log reads the partitions of the topic that fall to it, so that
/// workers share them without being members of a group on the brokers of the topic. Thread-safe.
/// </summary>
public sealed class TopicService : PumpService, ITopicStatuses
{
    private readonly ISourceRegistry _sources;
    private readonly IEventLog _log;
    private readonly TopicPumpFactory _factory;
    private readonly TopicPartitions _partitions;
    private readonly IngestionOptions _options;
    private readonly ILogger<TopicService> _logger;
    private readonly SharedPumps _shared;
    private readonly PumpSet<(string Source, int Version, SourceTopic Topic, int Partition, PartitionShare Share), TopicPump> _pumps = new();
    private (long Definitions, long Shares, long Partitions)? _followed;

    internal TopicService(
        ISourceRegistry sources,
        IEventLog log,
        TopicPumpFactory factory,
        TopicPartitions partitions,
        SharedPumps shared,
        IOptions<IngestionOptions> options,
        TimeProvider clock,
        ILogger<TopicService> logger)
        : base(options.Value, clock)
        => (_sources, _log, _factory, _partitions, _shared, _options, _logger) = (sources, log, factory, partitions, shared, options.Value, logger);

    /// <inheritdoc />
    public IReadOnlyList<TopicStatus> Statuses
        => [.. ListStatuses().OrderBy(static status => status.Source, StringComparer.Ordinal).ThenBy(static status => status.Partition)];

    private protected override void Open() => _pumps.Open();

    private protected override Task CloseAsync() => _pumps.CloseAsync();

    private protected override void NotFollowed(CatalogException error, TimeSpan pause) => Log.TopicsNotFollowed(_logger, error, pause);

    private protected override async Task LookAsync(CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken).ConfigureAwait(false);
        var pumps = _pumps.All.Where(static pump => pump.Share.Epoch > 0);
        await _shared.TellAsync(
            [.. pumps.Select(pump => _shared.Report(pump.Status.Source, pump.Share, pump.Status.Partition) with { Topic = pump.Status })], cancellationToken).ConfigureAwait(false);
    }

    private IEnumerable<TopicStatus> ListStatuses()
    {
        var mine = _pumps.All.ConvertAll(static pump => pump.Status);
        var here = mine.Select(static status => (status.Source, status.Partition)).ToHashSet();
        return mine.Concat(_shared.ListTopics().Where(status => !here.Contains((status.Source, status.Partition)) && _sources.FindSource(status.Source)?.Topic == status.Topic));
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var sources = _sources.Sources.Where(static source => source.Topic is not null).ToList();
        if (_shared.CanWork)
        {
            _partitions.Look(sources.Select(static source => source.Topic!)); // Only those with one.
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

        var mine = new Dictionary<(string Source, int Version, SourceTopic Topic, int Partition, PartitionShare Share), Source>();
        foreach (var source in sources)
        {
            await AddOwnAsync(mine, source, source.Topic!, cancellationToken).ConfigureAwait(false); // As above.
        }

        await _pumps.MatchAsync(
            mine,
            key => !sources.Exists(source => source.Name == key.Source && source.Version == key.Version && source.Topic == key.Topic),
            (key, source) => _factory.Create(source, key.Topic, key.Partition, key.Share)).ConfigureAwait(false);
        _followed = stamp;
    }

    /// <summary>Adds the partitions of a topic that fall to partitions of the log which this process holds. Makes the topic of the log.</summary>
    private async Task AddOwnAsync(
        Dictionary<(string Source, int Version, SourceTopic Topic, int Partition, PartitionShare Share), Source> mine, Source source, SourceTopic topic, CancellationToken cancellationToken)
    {
        await _log.EnsureTopicAsync(source.Name, _options.PartitionsOf(source), cancellationToken).ConfigureAwait(false);
        var shares = await _log.GetPartitionCountAsync(source.Name, cancellationToken).ConfigureAwait(false);
        for (var partition = 0; partition < _partitions.CountOf(topic); partition++)
        {
            if (_shared.Shares.Find(source.Name, partition % shares) is { } share)
            {
                mine.Add((source.Name, source.Version, topic, partition, share), source);
            }
        }
    }
}
