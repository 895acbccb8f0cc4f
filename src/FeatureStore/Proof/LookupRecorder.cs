using System.Threading.Channels;
using FeatureStore.Diagnostics;
using FeatureStore.Materialization;
using FeatureStore.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FeatureStore.Proof;

/// <summary>
/// Takes the answers of the lookups that are picked and writes them into the log behind their backs. Never holds a lookup up and never fails it: what does not fit or cannot be written is
/// dropped and counted. Thread-safe.
/// </summary>
public sealed class LookupRecorder : BackgroundService
{
    private const int MaxBatch = 20_000;
    private const long MaxBatchBytes = 16 << 20;

    private readonly ILookupLog _log;
    private readonly AppliedPositions _positions;
    private readonly LookupLogOptions _options;
    private readonly FeatureStoreMetrics _metrics;
    private readonly ILogger<LookupRecorder> _logger;
    private readonly Channel<object> _waiting = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
    private long _waitingCount;
    private long _waitingBytes;
    private long _sampled;
    private long _recorded;
    private long _dropped;
    private volatile string? _error;

    internal LookupRecorder(ILookupLog log, AppliedPositions positions, IOptions<FeatureStoreOptions> options, FeatureStoreMetrics metrics, ILogger<LookupRecorder> logger)
        => (_log, _positions, _options, _metrics, _logger) = (log, positions, options.Value.LookupLog, metrics, logger);

    /// <summary>What this process logged since it began.</summary>
    public LookupRecorderCounts Counts => new(
        _options.SampleRate, Interlocked.Read(ref _sampled), Interlocked.Read(ref _recorded), Interlocked.Read(ref _dropped), _error);

    /// <summary>Completes when every answer given before the call is in the log, or counted as dropped.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (_waiting.Writer.TryWrite(reached))
        {
            await reached.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _waiting.Writer.TryComplete();
        await (ExecuteTask ?? Task.CompletedTask).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The trace of a request that is to be logged; null for one that is not.</summary>
    internal LookupTrace? Begin()
        => _options.SampleRate > 0 && (_options.SampleRate >= 1 || Random.Shared.NextDouble() < _options.SampleRate) ? new LookupTrace(_positions) : null;

    /// <summary>Takes the trace of an answered request.</summary>
    internal void Record(LookupTrace trace)
    {
        Interlocked.Add(ref _sampled, trace.Count);
        _metrics.LookupsSampled(trace.Count);
        var (count, bytes) = (Interlocked.Add(ref _waitingCount, trace.Count), Interlocked.Add(ref _waitingBytes, trace.Bytes));
        if (count > _options.MaxWaiting || bytes > _options.MaxWaitingBytes || !_waiting.Writer.TryWrite(trace))
        {
            Forget(trace.Count, trace.Bytes);
            Drop(trace.Count);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Ends when the channel is completed and empty, so that a stop loses nothing that was answered before.
        var batch = new List<LoggedLookup>();
        while (await _waiting.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            var (taken, bytes) = (0, 0L);
            TaskCompletionSource? reached = null;
            while (reached is null && taken < MaxBatch && bytes < MaxBatchBytes && _waiting.Reader.TryRead(out var next))
            {
                reached = next as TaskCompletionSource;
                if (next is LookupTrace trace)
                {
                    (taken, bytes) = (taken + trace.Count, bytes + trace.Bytes);
                    Take(trace, batch);
                }
            }

            await WriteAsync(batch).ConfigureAwait(false);
            batch.Clear();
            Forget(taken, bytes);
            reached?.TrySetResult();
        }
    }

    private void Take(LookupTrace trace, List<LoggedLookup> batch)
    {
        var before = batch.Count;
        try
        {
            trace.AddTo(batch);
        }
        catch (Exception exception) when (exception is not AccessViolationException)
        {
            // Whatever it is, the others must be logged: nobody starts this loop again.
            batch.RemoveRange(before, batch.Count - before);
            Failed(trace.Count, exception);
        }
    }

    private async Task WriteAsync(List<LoggedLookup> batch)
    {
        try
        {
            await _log.AppendAsync(batch, CancellationToken.None).ConfigureAwait(false);
            Interlocked.Add(ref _recorded, batch.Count);
            _metrics.LookupsLogged(batch.Count);
            _error = batch.Count > 0 ? null : _error;
        }
        catch (Exception exception) when (exception is not AccessViolationException)
        {
            // Not only what a log says that it throws, for the same reason.
            Failed(batch.Count, exception);
        }
    }

    private void Failed(int count, Exception exception)
    {
        Drop(count);
        if (_error is null)
        {
            Log.LookupsNotLogged(_logger, exception);
        }

        _error = exception.Message;
    }

    private void Forget(int count, long bytes)
    {
        Interlocked.Add(ref _waitingCount, -count);
        Interlocked.Add(ref _waitingBytes, -bytes);
    }

    private void Drop(int count)
    {
        Interlocked.Add(ref _dropped, count);
        _metrics.LookupsDropped(count);
    }
}

/// <summary>What a process logged since it began. An answer is a key of a view in one request.</summary>
/// <param name="SampleRate">The part of the requests that is picked.</param>
/// <param name="Sampled">Answers that were picked; those neither written nor dropped wait for the disk.</param>
/// <param name="Recorded">Answers written.</param>
/// <param name="Dropped">Answers that were picked and not written, because too many waited or the log failed.</param>
/// <param name="Error">Why the log fails; null while it does not.</param>
public sealed record LookupRecorderCounts(double SampleRate, long Sampled, long Recorded, long Dropped, string? Error);
