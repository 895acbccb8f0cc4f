using Catalog.Core.Errors;
using Catalog.Core.Values;
using Ingestion.Batches;
using Ingestion.Diagnostics;
using Ingestion.Pipelines;
using Ingestion.Sharing;

namespace Ingestion.Feeds;

/// <summary>
/// Reads one feed into a source. Events, refused records and the position in the feed become durable in one write, so that after a crash at any point nothing is doubled or left
/// out. A failure, such as brokers that are away, is shown and tried again with growing pauses.
/// </summary>
/// <param name="feed">What is read.</param>
/// <param name="begin">Into what, and nothing done yet.</param>
/// <param name="share">The partition of the event log whose owner reads the feed.</param>
/// <param name="services">What it works with.</param>
/// <param name="runs">The runs that it is counted in.</param>
/// <param name="checks">Keeps the results of checks.</param>
internal sealed class FeedPump(IFeed feed, FeedStatus begin, PartitionShare share, FeedPumpServices services, PumpRuns runs, FeedChecks checks) : IPump
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    // So many reads that give nothing mean that what failed is not there any more, such as a transaction that was given up.
    private const int IdleReads = 20;

    private readonly PumpShare _share = new(share, begin.Source, services.Logger);
    private volatile FeedStatus _status = begin;
    private FeedTarget? _target;

    internal FeedStatus Status => _status;

    /// <summary>What it writes for.</summary>
    internal PumpShare Share => _share;

    public async Task EndRunAsync(bool isGone)
    {
        try
        {
            await checks.KeepAsync(CancellationToken.None).ConfigureAwait(false);
            await runs.StopAsync(isGone).ConfigureAwait(false);
            if (isGone)
            {
                await feed.RemoveAsync(_status.Source, CancellationToken.None).ConfigureAwait(false);
            }
        }
        finally
        {
            _share.End();
        }
    }

    public Task RunAsync(CancellationToken cancellationToken) => new PumpRetries(services.Options, services.Clock).RunAsync(
        PumpWhileHeldAsync, () => _status.State == PipelineState.Failing, (error, pause) => FailAsync(error, pause, cancellationToken), cancellationToken);

    private Task FailAsync(Exception error, TimeSpan pause, CancellationToken cancellationToken)
    {
        var source = _status.Source;
        services.Failures.Tell(
            error, $"{feed.Name} {source}", () => Log.FeedFailed(services.Logger, error, feed.Name, source, pause), times => Log.FeedsStillFailing(services.Logger, times, feed.Name, source, pause, error.Message));
        _status = _status with { State = PipelineState.Failing, Error = error.Message, ErrorCode = (error as CatalogException)?.Code, Waiting = null, RunId = null, Work = null };
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
        await _share.BeginAsync(cancellationToken).ConfigureAwait(false);

        // Asking for the mark shuts out who read before.
        var (mark, end, reader) = await feed.OpenAsync(feed.StreamOf(Target(), Guid.Empty), cancellationToken).ConfigureAwait(false);
        await using var closing = reader.ConfigureAwait(false);
        var position = mark.LastRecord + 1;
        await runs.OpenedAsync(new PumpProgress(position, 0, 0), cancellationToken).ConfigureAwait(false);
        await ReportAsync(reader, mark, position, end, isWell: _status.State != PipelineState.Failing, cancellationToken).ConfigureAwait(false);
        for (var idle = 1; true; idle++)
        {
            await WaitForWritersAsync(cancellationToken).ConfigureAwait(false);
            var batch = await reader.ReadAsync(services.Options.BatchRecords, services.Options.BatchBytes, Patience, cancellationToken).ConfigureAwait(false);
            (position, end) = (batch.Next, batch.End);
            if (batch.Records.Count > 0)
            {
                mark = await CarryAsync(batch, mark, cancellationToken).ConfigureAwait(false);
                idle = 0;
            }
            else
            {
                mark = batch.Position is null ? mark : await WriteAsync(Target(), new RecordBatch([], new IngestionTally(), IsLast: false), batch, mark).ConfigureAwait(false);
                await checks.KeepAsync(cancellationToken).ConfigureAwait(false);
            }

            reader.Confirm(mark);
            var isWell = _status.State != PipelineState.Failing || idle is 0 or >= IdleReads || position >= end;
            await ReportAsync(reader, mark, position, end, isWell, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IngestionMark> CarryAsync(FeedBatch batch, IngestionMark mark, CancellationToken cancellationToken)
    {
        await runs.BeginAsync(batch.Records[^1].Offset + 1, batch.End, cancellationToken).ConfigureAwait(false);
        var target = Target();
        var records = await target.CheckAsync(batch.Records, cancellationToken).ConfigureAwait(false);
        var next = await WriteAsync(target, records, batch, mark).ConfigureAwait(false);
        runs.Count(new ViewCounts(records.Tally.Read, records.Tally.Accepted, records.Tally.Quarantined), batch.Records[^1].Offset + 1);
        await checks.NoteAsync(target, next, cancellationToken).ConfigureAwait(false);
        return next;
    }

    /// <summary>Writes checked records with the mark behind all that were read, also those that were passed over.</summary>
    private Task<IngestionMark> WriteAsync(FeedTarget target, RecordBatch records, FeedBatch batch, IngestionMark mark)
    {
        share.RequireHeld();
        var run = runs.Open?.RunId ?? mark.RunId;
        return services.Writer.WriteAsync(
            feed.StreamOf(target, run),
            records,
            mark.RunId == run ? mark : mark with { RunId = run, Tally = new IngestionTally() },
            next => next with { LastRecord = batch.Records.Count == 0 ? mark.LastRecord : batch.Records[^1].Offset, Position = batch.Position ?? mark.Position },
            CancellationToken.None);
    }

    /// <summary>Takes no more records while a view of the source is too far behind.</summary>
    private async Task WaitForWritersAsync(CancellationToken cancellationToken)
    {
        while (await services.Pressure.FindAsync(_status.Source, cancellationToken).ConfigureAwait(false) is var (view, lag))
        {
            _status = _status with { Waiting = $"The writer of view '{view}' is {lag} events behind, more than {services.Options.MaxLagEvents} (Ingestion:MaxLagEvents)." };
            await Task.Delay(Patience, services.Clock, cancellationToken).ConfigureAwait(false);
        }

        if (_status.Waiting is not null)
        {
            _status = _status with { Waiting = null };
        }
    }

    /// <summary>Shows how far it is. A failure is shown until what failed has gone well, so that it does not come and go with every attempt.</summary>
    private async Task ReportAsync(IFeedReader reader, IngestionMark mark, long position, long end, bool isWell, CancellationToken cancellationToken)
    {
        // What lies between the mark and the position is no record, so it needs no mark.
        await runs.TendAsync(new PumpProgress(position, 0, 0), end, cancellationToken).ConfigureAwait(false);
        _status = reader.Describe(_status, mark, end) with
        {
            State = isWell ? PipelineState.Running : PipelineState.Failing,
            Error = isWell ? null : _status.Error,
            ErrorCode = isWell ? null : _status.ErrorCode,
            SeenAt = Instant.Now(services.Clock),
            Position = position,
            RunId = runs.Open?.RunId,
            Work = runs.Open?.Work,
        };
    }

    private FeedTarget Target() => _target is { } known && known.Stamp == services.Sources.Stamp
        ? known
        : _target = FeedTarget.Open(services.Sources, services.Readers, _status.Source, feed, services.Options.PatternTimeout, services.Clock);
}
