using System.Threading.Channels;
using Catalog.Core.Errors;
using FeatureStore;
using FeatureStore.Materialization;
using FeatureStore.Model;
using Ingestion.Diagnostics;
using Ingestion.Ports;
using Ingestion.Sharing;
using Microsoft.Extensions.Logging;

namespace Ingestion.Pipelines;

/// <summary>
/// Carries the events of one partition into one view version: reads the log from where the view's files end, writes, and goes on for ever. A failure is
/// shown and tried again with growing pauses; the writer is opened anew, so nothing is lost or doubled.
/// </summary>
internal sealed class ViewPump(
    FeatureView view,
    PartitionShare share,
    IEventLog log,
    ISourceRegistry sources,
    ViewWriterFactory writers,
    PumpRuns runs,
    IngestionOptions options,
    RepeatedFailures failures,
    TimeProvider clock,
    ILogger logger) : IPump
{
    // The more events are written at once, the more of them share a key, whose row is then read and written once. More than a file holds would let the figures of a run fall behind its files in a crash.
    private const int BatchesAtOnce = 4;

    /// <summary>How long after a loss the next one counts as its repetition.</summary>
    private static readonly TimeSpan LossMemory = TimeSpan.FromMinutes(5);

    private readonly PumpShare _share = new(share, view.Id.ToString(), logger);
    private readonly PositionWaiters _waiters = new();
    private readonly PositionWaiters _readers = new();
    private readonly Channel<bool> _flushAsked = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isDraining;
    private long _asked;
    private (long At, TimeSpan Pause)? _loss;
    private volatile PipelineStatus _status = new() { View = view.Id, Source = view.Source, Partition = share.Partition };

    internal PipelineStatus Status => _status;

    /// <summary>What it writes for.</summary>
    internal PumpShare Share => _share;

    /// <summary>Completes when everything before <paramref name="end"/> is durable in both stores.</summary>
    internal Task FlushAsync(long end, CancellationToken cancellationToken)
    {
        if (_status.DurablePosition >= end)
        {
            return Task.CompletedTask;
        }

        var done = _waiters.WaitAsync(end, cancellationToken);
        _flushAsked.Writer.TryWrite(true);
        return done;
    }

    /// <summary>Asks for everything before <paramref name="end"/> to become durable, for a process that waits elsewhere.</summary>
    internal void Ask(long end)
    {
        if (end > _status.DurablePosition && Interlocked.Exchange(ref _asked, end) != end)
        {
            _flushAsked.Writer.TryWrite(true);
        }
    }

    /// <summary>
    /// Ends the writing after what it is at, and completes when everything written is durable in both stores. A writer that fails is left as it is: what is in its files is all that can be had.
    /// </summary>
    internal Task DrainAsync(CancellationToken cancellationToken)
    {
        _isDraining = true;
        _flushAsked.Writer.TryWrite(true);
        return _status.State == PipelineState.Failing ? Task.CompletedTask : _drained.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Completes when everything before <paramref name="end"/> is in the online store; asks for no file.</summary>
    internal Task WaitAsync(long end, CancellationToken cancellationToken) => _readers.WaitAsync(end, cancellationToken);

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

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await new PumpRetries(options, clock).RunAsync(
                PumpWhileHeldAsync, () => _status.State == PipelineState.Failing, (error, pause) => FailAsync(error, pause, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            var stopped = new IngestionException(
                IngestionErrorCode.WriterStopped,
                $"The writer of '{view.Id}' was stopped before everything was written, because the process ends, the view was changed or another process took over. Ask again.");
            _waiters.Close(stopped);
            _readers.Close(stopped);
        }
    }

    private Task FailAsync(Exception error, TimeSpan pause, CancellationToken cancellationToken)
    {
        var name = view.Id.ToString();
        failures.Tell(error, name, () => Log.ViewWriterFailed(logger, error, name, pause), times => Log.ViewWritersStillFailing(logger, times, name, pause, error.Message));
        _status = _status with { State = PipelineState.Failing, Error = error.Message, RunId = null, Work = null };
        _waiters.Failed(error);
        _readers.Failed(error);
        _drained.TrySetResult();
        return runs.FailAsync(error, cancellationToken);
    }

    /// <summary>Ends quietly, to be stopped, once another process has the partition.</summary>
    private async Task PumpWhileHeldAsync(CancellationToken cancellationToken)
    {
        try
        {
            await PumpAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (FeatureStoreException lost) when (lost.ErrorCode == FeatureStoreErrorCode.OnlineRowsLost)
        {
            // The writer did not fail, and whoever waits for rows goes on waiting: they are written again.
            var pause = NextPause();
            Log.OnlineRowsLost(logger, lost.Message, pause);
            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (FeatureStoreException fenced) when (fenced.ErrorCode == FeatureStoreErrorCode.WriterFenced && share.IsHeld)
        {
            // A process that had the partition before took its number late; the one that holds it now takes the next, and goes on with what others wait for.
            await share.TakeAgainAsync(_share.Epoch, cancellationToken).ConfigureAwait(false);
            var pause = NextPause();
            Log.WriterNumberTaken(logger, fenced.Message, pause);
            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (CatalogException error) when (_share.IsLost(error))
        {
            _drained.TrySetResult();
            await _share.LeaveAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>How long to wait before the writer is opened again; longer each time, where a store goes on losing what it was told, or others go on taking the partition for theirs.</summary>
    private TimeSpan NextPause()
    {
        var isAgain = _loss is { } before && clock.GetElapsedTime(before.At) < LossMemory;
        var pause = isAgain ? TimeSpan.FromTicks(Math.Min(_loss!.Value.Pause.Ticks * 2, options.MaxRetryPause.Ticks)) : options.MaxRetryPause / 100;
        _loss = (clock.GetTimestamp(), pause);
        return pause;
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        var epoch = await _share.BeginAsync(cancellationToken).ConfigureAwait(false);
        var writer = await writers.OpenAsync(view, share.Partition, epoch, cancellationToken).ConfigureAwait(false);
        await runs.OpenedAsync(ProgressOf(writer), cancellationToken).ConfigureAwait(false);
        _status = _status with { NewestEventTime = _status.NewestEventTime ?? writer.NewestStored };
        var (projector, rows) = (new EventProjector(view, sources), new ProjectedRows());
        while (!_isDraining)
        {
            var most = (int)Math.Min(options.BatchRecords * BatchesAtOnce, writer.ChunkSequences);
            var records = await log.ReadAsync(view.Source, share.Partition, writer.Position, most, cancellationToken).ConfigureAwait(false);
            if (records.Count > 0)
            {
                await WriteAsync(writer, projector, rows, records, cancellationToken).ConfigureAwait(false);
            }

            var asked = Math.Max(_waiters.Furthest, Volatile.Read(ref _asked));
            if (runs.WantsFlush || (asked > writer.DurablePosition && asked <= writer.Position))
            {
                await FlushAsync(writer, cancellationToken).ConfigureAwait(false);
            }

            await ReportAsync(writer, cancellationToken).ConfigureAwait(false);
            if (records.Count == 0 && !await WaitAsync(writer, cancellationToken).ConfigureAwait(false))
            {
                projector.Trim();
                rows.Trim();
                await FlushAsync(writer, cancellationToken).ConfigureAwait(false);
                await writer.CheckOnlineAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        await FlushAsync(writer, cancellationToken).ConfigureAwait(false);
        await ReportAsync(writer, cancellationToken).ConfigureAwait(false);
        _drained.TrySetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
    }

    private Task FlushAsync(ViewWriter writer, CancellationToken cancellationToken)
    {
        share.RequireHeld();
        return writer.FlushAsync(cancellationToken);
    }

    private async Task WriteAsync(ViewWriter writer, EventProjector projector, ProjectedRows rows, IReadOnlyList<LogRecord> records, CancellationToken cancellationToken)
    {
        var end = records[^1].Offset + 1;
        await runs.BeginAsync(end, await log.GetEndOffsetAsync(view.Source, share.Partition, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        rows.Fill(projector, records, runs.CountFrom);
        share.RequireHeld();
        await writer.WriteAsync(rows.Online, rows.Offline, end, cancellationToken).ConfigureAwait(false);
        runs.Count(rows.Counts, end);
        var newest = _status.NewestEventTime is { } before && !(rows.NewestEventTime > before) ? before : rows.NewestEventTime;
        _status = _status with { NewestEventTime = newest, Skipped = _status.Skipped + rows.Counts.Skipped };
        rows.GiveBack(projector);
    }

    private async Task ReportAsync(ViewWriter writer, CancellationToken cancellationToken)
    {
        var end = await log.GetEndOffsetAsync(view.Source, share.Partition, cancellationToken).ConfigureAwait(false);
        await runs.TendAsync(ProgressOf(writer), end, cancellationToken).ConfigureAwait(false);
        _status = _status with
        {
            State = PipelineState.Running,
            Error = null,
            Position = writer.Position,
            DurablePosition = writer.DurablePosition,
            EndOfLog = end,
            RunId = runs.Open?.RunId,
            Work = runs.Open?.Work,
            HasCaughtUp = _status.HasCaughtUp || end - writer.Position < options.CatchUpEvents,
        };
        _waiters.Reached(writer.DurablePosition);
        _readers.Reached(writer.Position);
    }

    private static PumpProgress ProgressOf(ViewWriter writer) => new(writer.DurablePosition, writer.FilesWritten, writer.BytesWritten);

    /// <summary>Waits for an event or for somebody who asks for a flush. False when the log stayed quiet for so long that rows should have their file, a run its end, and the online store is to be looked at.</summary>
    private async Task<bool> WaitAsync(ViewWriter writer, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var arrived = log.WaitForAsync(view.Source, share.Partition, writer.Position, enough.Token).AsTask();
        var asked = _flushAsked.Reader.ReadAsync(enough.Token).AsTask();
        var hasRowsWithoutFile = writer.Position > writer.DurablePosition;
        var patience = hasRowsWithoutFile ? options.IdleFlush : runs.Patience is { } ofRun && ofRun < options.OnlineCheck ? ofRun : options.OnlineCheck;
        var quiet = Task.Delay(patience, clock, enough.Token);
        var first = await Task.WhenAny(arrived, asked, quiet).ConfigureAwait(false);
        await enough.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(arrived, asked, quiet).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();

        // What the wait itself ran into is an error of the log, not of the waiting.
        await first.ConfigureAwait(false);
        return first != quiet;
    }
}
