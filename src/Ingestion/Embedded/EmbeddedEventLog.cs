using System.Collections.Concurrent;
using Catalog.Core.Storage;
using Catalog.Core.Values;
using Ingestion.Logs;
using Ingestion.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Ingestion.Embedded;

/// <summary>
/// The event log in files of this machine: a folder a topic, in it numbered segment files. A topic is opened, and recovered if need be, when it is first used, so that damage to
/// one does not keep the others from working.
/// </summary>
internal sealed class EmbeddedEventLog : IEventLog, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, EventTopic> _topics = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _opening = new(1, 1);
    private readonly EmbeddedEventLogOptions _options;
    private readonly LogDisk _disk;
    private readonly TimeProvider _clock;
    private readonly ILogger<EmbeddedEventLog> _logger;
    private readonly DirectoryLock _lock;
    private bool _disposed;

    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.EventLogUnavailable"/>: another process uses the folder, or it cannot be written.</exception>
    public EmbeddedEventLog(IOptions<EmbeddedEventLogOptions> options, TimeProvider clock, ILogger<EmbeddedEventLog> logger)
        : this(options, clock, logger, new LogDisk(options.Value.Fsync))
    {
    }

    internal EmbeddedEventLog(IOptions<EmbeddedEventLogOptions> options, TimeProvider clock, ILogger<EmbeddedEventLog> logger, LogDisk disk)
    {
        _options = options.Value;
        _clock = clock;
        _logger = logger;
        _disk = disk;
        try
        {
            _lock = DirectoryLock.TryTake(_options.Directory) ?? throw LogErrors.DirectoryInUse(_options.Directory, DirectoryLock.HolderOf(_options.Directory));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw LogErrors.Unavailable("open its folder", _options.Directory, exception);
        }
    }

    public async ValueTask EnsureTopicAsync(string topic, int partitions, CancellationToken cancellationToken)
    {
        LogRequests.CheckNewTopic(topic, partitions);
        await FindOrOpenAsync(topic, partitions, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<int> GetPartitionCountAsync(string topic, CancellationToken cancellationToken)
        => await FindOrOpenAsync(topic, newPartitions: null, cancellationToken).ConfigureAwait(false) is { } found ? found.Partitions : 0;

    public async ValueTask<IReadOnlyList<LogPosition>> AppendAsync(string topic, AppendBatch batch, CancellationToken cancellationToken)
    {
        var found = await GetAsync(topic, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (batch.Events.Count == 0 && batch.Producer is null && batch.Mark.IsEmpty)
        {
            return [];
        }

        return await found.AppendAsync(EncodedBatch.Create(topic, batch, found.Partitions, _options.MaxBatchBytes), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<ReadOnlyMemory<byte>?> GetProducerMarkAsync(string topic, string producer, CancellationToken cancellationToken)
        => (await GetAsync(topic, cancellationToken).ConfigureAwait(false)).FindMark(producer);

    public async ValueTask<IReadOnlyList<LogRecord>> ReadAsync(string topic, int partition, long offset, int maxRecords, CancellationToken cancellationToken)
    {
        var found = await GetAsync(topic, cancellationToken).ConfigureAwait(false);
        LogRequests.CheckOffset(offset);
        LogRequests.CheckMaxRecords(maxRecords);
        return await found.ReadAsync(partition, offset, maxRecords, _options.MaxReadBytes, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask WaitForAsync(string topic, int partition, long offset, CancellationToken cancellationToken)
    {
        var found = await GetAsync(topic, cancellationToken).ConfigureAwait(false);
        LogRequests.CheckOffset(offset);
        await found.End(partition).WaitForAsync(offset, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<long> GetEndOffsetAsync(string topic, int partition, CancellationToken cancellationToken)
        => (await GetAsync(topic, cancellationToken).ConfigureAwait(false)).End(partition).Value;

    /// <summary>Offsets have no gaps, so their ends tell.</summary>
    public async ValueTask<long> CountAsync(string topic, CancellationToken cancellationToken)
    {
        var found = await GetAsync(topic, cancellationToken).ConfigureAwait(false);
        return Enumerable.Range(0, found.Partitions).Sum(partition => found.End(partition).Value);
    }

    public async ValueTask<IReadOnlyList<long>> SettleAsync(string topic, Instant arrival, CancellationToken cancellationToken)
        => await (await GetAsync(topic, cancellationToken).ConfigureAwait(false)).SettleAsync(arrival, cancellationToken).ConfigureAwait(false);

    /// <summary>Writes what is queued, saves the marks and gives the folder free. Waits that are still on fail with <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _opening.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            foreach (var topic in _topics.Values)
            {
                await topic.DisposeAsync().ConfigureAwait(false);
            }

            _lock.Dispose();
        }
        finally
        {
            _opening.Release();
        }
    }

    private async ValueTask<EventTopic> GetAsync(string topic, CancellationToken cancellationToken)
        => await FindOrOpenAsync(topic, newPartitions: null, cancellationToken).ConfigureAwait(false) ?? throw LogRequests.UnknownTopic(topic);

    private ValueTask<EventTopic?> FindOrOpenAsync(string topic, int? newPartitions, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _topics.TryGetValue(topic, out var open) ? new(open)
            : TopicName.IsLegal(topic) ? OpenAsync(topic, newPartitions, cancellationToken)
            : new((EventTopic?)null);
    }

    private async ValueTask<EventTopic?> OpenAsync(string topic, int? newPartitions, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_topics.TryGetValue(topic, out var open))
            {
                return open;
            }

            var directory = Path.Combine(_options.Directory, topic);
            if (!SegmentFiles.Exist(directory))
            {
                if (newPartitions is null)
                {
                    return null;
                }

                Create(directory, newPartitions.Value);
            }

            var opened = await EventTopic.OpenAsync(topic, directory, _options, _disk, _clock, _logger, cancellationToken).ConfigureAwait(false);
            return _topics[topic] = opened;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw LogErrors.Unavailable("open topic", topic, exception);
        }
        finally
        {
            _opening.Release();
        }
    }

    private void Create(string directory, int partitions)
    {
        Directory.CreateDirectory(directory);
        _disk.SyncDirectory(_options.Directory);
        SegmentFiles.Create(_disk, directory, new SegmentHeader(Number: 0, Instant.MinValue, new long[partitions]));
    }
}
