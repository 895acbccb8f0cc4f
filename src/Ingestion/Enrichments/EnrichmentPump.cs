using Catalog.Core.Errors;
using Ingestion.Diagnostics;
using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Ingestion.Sharing;
using Microsoft.Extensions.Logging;

namespace Ingestion.Enrichments;

/// <summary>
/// Carries one partition of a stream into the source that is made of it. Events and the position in the stream become durable in one write, so that after a crash at any point the source
/// holds the same events. A failure is shown and tried again with growing pauses.
/// </summary>
internal sealed class EnrichmentPump(
    Source source,
    PartitionShare share,
    EnrichmentStatus begin,
    IEventLog log,
    Enricher enricher,
    PositionWaiters reached,
    PumpRuns runs,
    IngestionOptions options,
    RepeatedFailures failures,
    TimeProvider clock,
    ILogger logger) : IPump
{
    // A past is joined in large pieces: each costs a look at the offline files of the views.
    private const int BatchesAtOnce = 10;
    private const long BytesAtOnce = 32 * 1024 * 1024;

    private readonly string _producer = EnrichmentMark.ProducerOf(begin.Stream, begin.Partition);
    private readonly PumpShare _share = new(share, source.Name, logger);
    private volatile EnrichmentStatus _status = begin;

    internal EnrichmentStatus Status => _status;

    /// <summary>What it writes for.</summary>
    internal PumpShare Share => _share;

    public async Task EndRunAsync(bool isGone)
    {
        try
        {
            await runs.StopAsync(isGone).ConfigureAwait(false);
        }
        finally
        {
            _share.End();
        }
    }

    public Task RunAsync(CancellationToken cancellationToken) => new PumpRetries(options, clock).RunAsync(
        PumpWhileHeldAsync, () => _status.State == PipelineState.Failing, (error, pause) => FailAsync(error, pause, cancellationToken), cancellationToken);

    private Task FailAsync(Exception error, TimeSpan pause, CancellationToken cancellationToken)
    {
        failures.Tell(
            error, source.Name, () => Log.EnrichmentFailed(logger, error, source.Name, pause), times => Log.EnrichmentsStillFailing(logger, times, source.Name, pause, error.Message));
        _status = _status with { State = PipelineState.Failing, Error = error.Message, RunId = null, Work = null };
        reached.Failed(error);
        return runs.FailAsync(error, cancellationToken);
    }

    /// <summary>Ends quietly, to be stopped, once another process has the partition.</summary>
    private async Task PumpWhileHeldAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PumpAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (CatalogException error) when (_share.IsLost(error))
        {
            await _share.LeaveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        // Asking for the mark shuts out who appended before.
        await _share.BeginAsync(cancellationToken).ConfigureAwait(false);
        var mark = await log.GetProducerMarkAsync(source.Name, _producer, cancellationToken).ConfigureAwait(false);
        var position = mark is { } found ? EnrichmentMark.Decode(found, _producer).Next : 0;
        await runs.OpenedAsync(new PumpProgress(position, 0, 0), cancellationToken).ConfigureAwait(false);
        if (_status.State == PipelineState.Starting)
        {
            // From here on it is shown how much waits; after a failure, though, only when something has gone well.
            await ReportAsync(position, cancellationToken).ConfigureAwait(false);
        }

        while (true)
        {
            var records = await ReadAsync(position, cancellationToken).ConfigureAwait(false);
            if (records.Count > 0)
            {
                position = await CarryAsync(records, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await ReportAsync(position, cancellationToken).ConfigureAwait(false);
                await WaitAsync(position, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<List<LogRecord>> ReadAsync(long position, CancellationToken cancellationToken)
    {
        var (records, bytes) = (new List<LogRecord>(), 0L);
        while (records.Count < options.BatchRecords * BatchesAtOnce && bytes < BytesAtOnce)
        {
            var next = records.Count == 0 ? position : records[^1].Offset + 1;
            var more = await log.ReadAsync(_status.Stream, _status.Partition, next, options.BatchRecords, cancellationToken).ConfigureAwait(false);
            if (more.Count == 0)
            {
                break;
            }

            records.AddRange(more);
            bytes += more.Sum(static record => (long)record.Payload.Length);
        }

        return records;
    }

    private async Task<long> CarryAsync(List<LogRecord> records, CancellationToken cancellationToken)
    {
        var end = await log.GetEndOffsetAsync(_status.Stream, _status.Partition, cancellationToken).ConfigureAwait(false);
        await runs.BeginAsync(records[^1].Offset + 1, end, cancellationToken).ConfigureAwait(false);
        var events = await enricher.EnrichAsync(records, cancellationToken).ConfigureAwait(false);
        var position = records[0].Offset;
        for (var first = 0; first < events.Count;)
        {
            var count = CountOf(events, first);
            position = records[first + count - 1].Offset + 1;
            var batch = new AppendBatch([.. events.Skip(first).Take(count)], _producer, new EnrichmentMark(position).Encode());
            share.RequireHeld();
            await log.AppendAsync(source.Name, batch, cancellationToken).ConfigureAwait(false);
            runs.Count(new ViewCounts(count, count, 0), position);
            await ReportAsync(position, cancellationToken).ConfigureAwait(false);
            first += count;
        }

        return position;
    }

    /// <summary>How many events make a batch.</summary>
    private int CountOf(IReadOnlyList<NewLogEvent> events, int first)
    {
        var (count, bytes) = (0, 0L);
        do
        {
            bytes += events[first + count++].Payload.Length;
        }
        while (first + count < events.Count && count < options.BatchRecords && bytes < options.BatchBytes);

        return count;
    }

    private async Task ReportAsync(long position, CancellationToken cancellationToken)
    {
        var end = await log.GetEndOffsetAsync(_status.Stream, _status.Partition, cancellationToken).ConfigureAwait(false);
        await runs.TendAsync(new PumpProgress(position, 0, 0), end, cancellationToken).ConfigureAwait(false);
        _status = _status with
        {
            State = PipelineState.Running, Error = null, Position = position, EndOfLog = end, RunId = runs.Open?.RunId, Work = runs.Open?.Work,
        };
        reached.Reached(position);
    }

    /// <summary>Waits for an event of the stream, or until the run at hand must be looked after.</summary>
    private async Task WaitAsync(long position, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var arrived = log.WaitForAsync(_status.Stream, _status.Partition, position, enough.Token).AsTask();
        var quiet = Task.Delay(runs.Patience ?? Timeout.InfiniteTimeSpan, clock, enough.Token);
        var first = await Task.WhenAny(arrived, quiet).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(arrived, quiet).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();

        // What the wait itself ran into is an error of the log, not of the waiting.
        await first.ConfigureAwait(false);
    }
}
