using System.Buffers;
using System.Text;
using System.Threading.Channels;

namespace FeatureStore.Embedded;

/// <summary>
/// Writes requests one commit after the other. All requests that wait when a commit begins share it, and so share one flush to disk; that the
/// commits do not overlap is what makes comparing with the stored row and replacing it one step.
/// </summary>
internal sealed class OnlineCommitter(
    string directory, SegmentSet segments, OnlineIndex index, ViewTable views, long segmentBytes, Action onSealed)
{
    private const int MaxWaiting = 1024;
    private const long MaxCommitBytes = 4 << 20;

    private readonly Channel<CommitRequest> _requests =
        Channel.CreateBounded<CommitRequest>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private readonly List<CommitRequest> _inHand = [];

    /// <summary>Queues the request and waits for its commit. Once queued it is not taken back: cancelling ends only the waiting for a place.</summary>
    internal async ValueTask<int> CommitAsync(CommitRequest request, CancellationToken cancellationToken)
    {
        try
        {
            await _requests.Writer.WriteAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw OnlineStoreErrors.Closed(directory);
        }

        return await request.Done.ConfigureAwait(false);
    }

    /// <summary>
    /// Commits until <see cref="Complete"/> is called and everything queued before it is done. However it ends, nobody is left waiting.
    /// </summary>
    internal async Task RunAsync()
    {
        try
        {
            while (await _requests.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                while (_requests.Reader.TryRead(out var first))
                {
                    Commit(first);
                }
            }
        }
        finally
        {
            Complete();
            while (_requests.Reader.TryRead(out var waiting))
            {
                _inHand.Add(waiting);
            }

            _inHand.ForEach(request => request.Fail(OnlineStoreErrors.Closed(directory)));
        }
    }

    /// <summary>Takes no more requests.</summary>
    internal void Complete() => _requests.Writer.TryComplete();

    private void Commit(CommitRequest first)
    {
        _inHand.Clear();
        _inHand.Add(first);
        try
        {
            if (first.Kind == RecordKind.Row)
            {
                CommitRows(first);
            }
            else
            {
                CommitDeletion(first);
            }
        }
        catch (IOException exception)
        {
            _inHand.ForEach(request => request.Fail(OnlineStoreErrors.CannotWrite(directory, exception)));
        }
    }

    private void CommitRows(CommitRequest first)
    {
        var batch = new CommitBatch(index, views);
        batch.Add(first);
        while (batch.Bytes < MaxCommitBytes
            && _requests.Reader.TryPeek(out var next) && next.Kind == RecordKind.Row && _requests.Reader.TryRead(out next))
        {
            _inHand.Add(next);
            batch.Add(next);
        }

        var (segment, start) = Append(batch.Encode);
        batch.Publish(segment, start);
        batch.Complete();
    }

    private void CommitDeletion(CommitRequest request)
    {
        Append((target, commit) => SegmentRecord.WriteDeletion(
            target, commit, request.Kind, Encoding.UTF8.GetBytes(request.View), request.Key.Bytes.Span));
        if (request.Kind == RecordKind.DeleteView)
        {
            index.RemoveView(views.FindOrAdd(request.View));
        }
        else
        {
            index.RemoveKey(request.Key);
        }

        request.Complete(0);
    }

    /// <summary>Makes the records durable; returns where the first of them lies.</summary>
    private (Segment Segment, long Start) Append(Action<ArrayBufferWriter<byte>, uint> encode)
    {
        var segment = segments.Active;
        if (segment.Length >= segmentBytes)
        {
            segment = segments.Roll();
            onSealed();
        }

        _buffer.ResetWrittenCount();
        var commit = unchecked(segment.LastCommit + 1);
        encode(_buffer, commit);
        var start = segment.Length;
        if (_buffer.WrittenCount > 0)
        {
            segment.Append(_buffer.WrittenSpan, commit);
        }

        return (segment, start);
    }
}
