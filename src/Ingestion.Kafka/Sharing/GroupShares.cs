using System.Collections.Concurrent;
using Ingestion.Ports;
using Ingestion.Sharing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ingestion.Kafka.Sharing;

/// <summary>
/// The partitions that the brokers give to this process: it joins the consumer group <c>{project}-workers</c> for the topics that there is work in, and reads nothing through it. Thread-safe.
/// </summary>
internal sealed class GroupShares : IPartitionShares, IAsyncDisposable
{
    private readonly KafkaEventLogOptions _options;
    private readonly KafkaClients _clients;
    private readonly IPartitionEpochs _epochs;
    private readonly string _owner;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<(string Source, int Partition), PartitionShare> _held = [];
    private readonly Lock _lock = new();
    private readonly Dictionary<object, IReadOnlyCollection<string>> _followed = new(ReferenceEqualityComparer.Instance);
    private GroupMember? _member;
    private bool _isDisposed;
    private long _stamp;

    public GroupShares(IOptions<KafkaEventLogOptions> options, IPartitionEpochs epochs, ProcessName name, ILogger<GroupShares> logger)
    {
        (_options, _epochs, _owner, _logger) = (options.Value, epochs, name.Value, logger);
        _clients = new KafkaClients(_options, logger);
    }

    public bool IsShared => true;

    public long Stamp => Interlocked.Read(ref _stamp);

    public void Follow(object worker, IReadOnlyCollection<string> sources)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _followed[worker] = sources;
            var all = _followed.Values.SelectMany(static some => some).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            if (_member is null && all.Count > 0)
            {
                _member = new GroupMember(_options, _clients, this, _logger);
            }

            _member?.Subscribe(all.ConvertAll(source => TopicCatalog.NameOf(_options, source)));
        }
    }

    public PartitionShare? Find(string source, int partition) => _held.GetValueOrDefault((source, partition));

    public void Report(PartitionShare share, long position)
    {
        if (share.IsHeld)
        {
            _member?.Store(TopicCatalog.NameOf(_options, share.Source), share.Partition, position);
        }
    }

    public async ValueTask DisposeAsync()
    {
        GroupMember? member;
        lock (_lock)
        {
            _isDisposed = true;
            member = _member;
        }

        if (member is not null)
        {
            await member.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>The brokers gave a partition to this process.</summary>
    /// <param name="topic">Name of the topic.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="isCertain">Whether this process has heard of the brokers lately.</param>
    internal void Take(string topic, int partition, Func<bool> isCertain)
    {
        var source = TopicCatalog.SourceOf(_options, topic);
        _held[(source, partition)] = new PartitionShare(source, partition, token => _epochs.TakeAsync(source, partition, _owner, token), isCertain);
        Interlocked.Increment(ref _stamp);
    }

    /// <summary>The brokers want a partition back, or gave it to another process already.</summary>
    /// <returns>Completes when nothing is done for it any more.</returns>
    internal Task GiveUp(string topic, int partition)
    {
        var isHeld = _held.TryRemove((TopicCatalog.SourceOf(_options, topic), partition), out var share);
        Interlocked.Increment(ref _stamp);
        return isHeld ? share!.GiveUp() : Task.CompletedTask; // Found under that key.
    }

    /// <summary>Everything is given up.</summary>
    internal void GiveUpAll()
    {
        foreach (var key in _held.Keys)
        {
            if (_held.TryRemove(key, out var share))
            {
                _ = share.GiveUp();
            }
        }

        Interlocked.Increment(ref _stamp);
    }
}
