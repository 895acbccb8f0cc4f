using Catalog.Core.Values;
using Ingestion.Diagnostics;
using Ingestion.Logs;
using Ingestion.Ports;
using Microsoft.Extensions.Logging;

namespace Ingestion.Embedded;

/// <summary>An open topic: its segments, partitions and marks. Thread-safe; reads take no lock.</summary>
internal sealed class EventTopic : IAsyncDisposable
{
    private readonly string _directory;
    private readonly LogDisk _disk;
    private readonly ILogger _logger;
    private readonly WatchedOffset[] _ends;
    private readonly TopicState _state;
    private readonly SegmentWriter _segmentWriter;
    private readonly TopicWriter _writer;
    private volatile Segment[] _segments;

    private EventTopic(
        string name, string directory, EmbeddedEventLogOptions options, LogDisk disk, TimeProvider clock, ILogger logger, List<Segment> segments, TopicState state)
    {
        Name = name;
        _directory = directory;
        _disk = disk;
        _logger = logger;
        _segments = [.. segments];
        _state = state;
        _ends = [.. state.NextOffsets.Select(static end => new WatchedOffset(end))];
        _segmentWriter = new SegmentWriter(disk, directory, options.SegmentBytes, segments[^1], state);
        _writer = new TopicWriter(this, _segmentWriter, clock, logger);
    }

    public string Name { get; }

    public int Partitions => _ends.Length;

    public static async Task<EventTopic> OpenAsync(
        string name, string directory, EmbeddedEventLogOptions options, LogDisk disk, TimeProvider clock, ILogger logger, CancellationToken cancellationToken)
    {
        var recovery = new TopicRecovery(name, directory, disk, options.MaxPushProducers, logger);
        var (segments, state) = await recovery.RunAsync(cancellationToken).ConfigureAwait(false);
        Log.TopicOpened(logger, name, segments.Count, state.NextOffsets.Sum());
        return new EventTopic(name, directory, options, disk, clock, logger, segments, state);
    }

    /// <summary>One past the last readable offset of a partition.</summary>
    public WatchedOffset End(int partition)
    {
        LogRequests.CheckPartition(Name, partition, _ends.Length);
        return _ends[partition];
    }

    public ValueTask<IReadOnlyList<LogPosition>> AppendAsync(EncodedBatch batch, CancellationToken cancellationToken) => _writer.AppendAsync(batch, cancellationToken);

    public ValueTask<IReadOnlyList<long>> SettleAsync(Instant arrival, CancellationToken cancellationToken) => _writer.SettleAsync(arrival, cancellationToken);

    public ReadOnlyMemory<byte>? FindMark(string producer) => _state.Marks.Find(producer);

    public ValueTask<IReadOnlyList<LogRecord>> ReadAsync(int partition, long offset, int maxRecords, int maxBytes, CancellationToken cancellationToken)
    {
        // The end is read before the segments: whatever lies before it is in them.
        var end = End(partition).Value;
        return offset >= end
            ? new([])
            : new PartitionReader(_segments, partition, offset, end, maxRecords, maxBytes).ReadAsync(cancellationToken);
    }

    /// <summary>For the writer: the newest segment is complete and another follows.</summary>
    public void AddSegment(Segment segment) => _segments = [.. _segments, segment];

    /// <summary>For the writer: events up to these offsets are durable.</summary>
    public void MoveEnds(long[] nextOffsets)
    {
        for (var i = 0; i < _ends.Length; i++)
        {
            if (_ends[i].Value != nextOffsets[i])
            {
                _ends[i].MoveTo(nextOffsets[i]);
            }
        }
    }

    /// <summary>Ends all waits, because no event can come any more.</summary>
    public void EndWaits(Exception reason)
    {
        foreach (var end in _ends)
        {
            end.EndWith(reason);
        }
    }

    /// <summary>Saves the marks as of the end of the newest segment. A failure costs the next start some time and is only logged.</summary>
    public void SaveMarks(SegmentWriter segments)
    {
        try
        {
            new TopicSnapshot(segments.Segment.Header.Number, segments.Segment.Length, _state.Marks.ToList()).Write(_disk, _directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.MarksNotSaved(_logger, Name, exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync().ConfigureAwait(false);
        SaveMarks(_segmentWriter);
        EndWaits(new ObjectDisposedException(nameof(EmbeddedEventLog)));
    }
}
