using System.Threading.Channels;
using Catalog.Core.Values;
using Ingestion.Diagnostics;
using Ingestion.Ports;
using Microsoft.Extensions.Logging;

namespace Ingestion.Embedded;

/// <summary>
/// The one writer of a topic. Appenders queue; everything that queued while the last flush ran is written and flushed together, so that many small appends share the
/// cost of one wait for the disk.
/// </summary>
internal sealed class TopicWriter : IAsyncDisposable
{
    private const int QueueLength = 64;
    private const long MaxGroupBytes = 16 * 1024 * 1024;

    private readonly Channel<PendingWork> _queue = Channel.CreateBounded<PendingWork>(new BoundedChannelOptions(QueueLength) { SingleReader = true });
    private readonly EventTopic _topic;
    private readonly SegmentWriter _segments;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Task _loop;
    private IngestionException? _failure;

    public TopicWriter(EventTopic topic, SegmentWriter segments, TimeProvider clock, ILogger logger)
    {
        _topic = topic;
        _segments = segments;
        _clock = clock;
        _logger = logger;
        _loop = Task.Run(RunAsync);
    }

    public ValueTask<IReadOnlyList<LogPosition>> AppendAsync(EncodedBatch batch, CancellationToken cancellationToken)
        => EnqueueAsync(new PendingAppend(batch), cancellationToken);

    /// <summary>The offset of each partition before which everything lies that arrived by a moment; what follows arrives later.</summary>
    public ValueTask<IReadOnlyList<long>> SettleAsync(Instant arrival, CancellationToken cancellationToken)
        => EnqueueAsync(new PendingSettlement(arrival), cancellationToken);

    /// <summary>Ends after everything that was queued is written.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop.ConfigureAwait(false);
        _segments.Dispose();
    }

    private async ValueTask<T> EnqueueAsync<T>(PendingResult<T> work, CancellationToken cancellationToken)
    {
        try
        {
            await _queue.Writer.WriteAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            work.Dispose();
            throw;
        }
        catch (ChannelClosedException exception)
        {
            work.Dispose();
            throw exception.InnerException ?? new ObjectDisposedException(nameof(EmbeddedEventLog));
        }

        using (cancellationToken.UnsafeRegister(static (state, token) => ((PendingWork)state!).Cancel(token), work))
        {
            return await work.Completion.ConfigureAwait(false);
        }
    }

    private async Task RunAsync()
    {
        var group = new List<PendingWork>();
        try
        {
            while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                TakeGroup(group);
                CommitGroup(group);
            }
        }
        catch (Exception exception)
        {
            // A defect of this code: nobody may wait for ever because of it.
            _queue.Writer.TryComplete(exception);
            group.ForEach(work => work.Fail(exception));
            while (_queue.Reader.TryRead(out var work))
            {
                work.Fail(exception);
            }

            throw;
        }
    }

    private void TakeGroup(List<PendingWork> group)
    {
        group.Clear();
        long bytes = 0;
        while (bytes < MaxGroupBytes && _queue.Reader.TryRead(out var work))
        {
            if (work.TryClaim())
            {
                group.Add(work);
                bytes += work.Length;
            }
            else
            {
                work.Dispose();
            }
        }
    }

    private void CommitGroup(List<PendingWork> group)
    {
        foreach (var work in group)
        {
            if (work is not PendingAppend append)
            {
                Settle((PendingSettlement)work);
                continue;
            }

            if (_segments.IsFullFor(append.Batch))
            {
                FlushStaged();
                if (!TryRoll(append))
                {
                    continue;
                }
            }

            _segments.Stage(append, Instant.Now(_clock));
        }

        FlushStaged();
    }

    /// <summary>Everything that was staged is flushed first, so that what the offsets include can be read.</summary>
    private void Settle(PendingSettlement settlement)
    {
        FlushStaged();
        if (_failure is not null)
        {
            settlement.Fail(_failure);
            return;
        }

        _segments.ArriveAfter(settlement.Arrival);
        settlement.Succeed([.. _segments.State.NextOffsets]);
    }

    private bool TryRoll(PendingAppend append)
    {
        if (_failure is not null)
        {
            Fail(append, _failure);
            return false;
        }

        try
        {
            _topic.SaveMarks(_segments);
            _segments.Roll();
            _topic.AddSegment(_segments.Segment);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.AppendFailed(_logger, _topic.Name, exception);
            Fail(append, LogErrors.Unavailable("make the segment after", _segments.Segment.Path, exception));
            return false;
        }
    }

    private void FlushStaged()
    {
        if (_segments.Staged.Count == 0)
        {
            return;
        }

        if (WriteAndFlush() is { } failure)
        {
            foreach (var staged in _segments.Staged)
            {
                Fail(staged.Append, failure);
            }
        }
        else
        {
            _topic.MoveEnds(_segments.State.NextOffsets);
            foreach (var staged in _segments.Staged)
            {
                staged.Append.Dispose();
                staged.Append.Succeed(staged.Positions);
            }
        }

        _segments.Unstage();
    }

    /// <summary>Null when all staged batches are durable.</summary>
    private IngestionException? WriteAndFlush()
    {
        if (_failure is not null)
        {
            return _failure;
        }

        try
        {
            _segments.Write();
        }
        catch (IOException exception)
        {
            Log.AppendFailed(_logger, _topic.Name, exception);
            return TryFlush(_segments.CutBack) ?? LogErrors.Unavailable("write", _segments.Segment.Path, exception);
        }

        return TryFlush(_segments.Flush);
    }

    /// <summary>Does what must not fail. If it does, the state of the file is unknown, and the topic is closed to appends.</summary>
    private IngestionException? TryFlush(Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (IOException exception)
        {
            // After a failed flush the system may have dropped the pages: a second flush that succeeds would prove nothing.
            Log.AppendFailed(_logger, _topic.Name, exception);
            _failure = LogErrors.FlushFailed(_segments.Segment.Path, exception);
            _topic.EndWaits(_failure);
            return _failure;
        }
    }

    private static void Fail(PendingAppend append, IngestionException reason)
    {
        append.Dispose();
        append.Fail(reason);
    }
}
