using Catalog.Core.Errors;
using Ingestion.Batches;
using Ingestion.Diagnostics;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Ingestion.Sharing;

namespace Ingestion.Topics;

/// <summary>
/// Reads one partition of a topic into a source. Events, refused records and the position in the partition become durable in one write, so that after a crash at any point nothing is doubled or left
/// out. A failure, such as brokers that are away, is shown and tried again with growing pauses.
/// </summary>
/// <param name="begin">What is read, and into what.</param>
/// <param name="share">The partition of the event log whose owner reads the partition of the topic.</param>
/// <param name="services">What it works with.</param>
/// <param name="isNew">Whether the partition was made after the topic began to be read.</param>
/// <param name="runs">The runs that it is counted in.</param>
/// <param name="checks">Keeps the results of checks.</param>
internal sealed class TopicPump(TopicStatus begin, PartitionShare share, TopicPumpServices services, Func<bool> isNew, PumpRuns runs, TopicChecks checks) : IPump
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    // So many reads that give nothing mean that what failed is not there any more, such as a transaction that was given up.
    private const int IdleReads = 20;

    private readonly PumpShare _share = new(share, begin.Source, services.Logger);
    private volatile TopicStatus _status = begin;
    private TopicTarget? _target;

    internal TopicStatus Status => _status;

    /// <summary>What it writes for.</summary>
    internal PumpShare Share => _share;

    public async Task EndRunAsync(bool isGone)
    {
        try
        {
            await checks.KeepAsync(CancellationToken.None).ConfigureAwait(false);
            await runs.StopAsync(isGone).ConfigureAwait(false);
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
        Log.TopicFailed(services.Logger, error, $"{_status.Topic.Name}/{_status.Partition}", _status.Source, pause);
        _status = _status with { State = PipelineState.Failing, Error = error.Message, Waiting = null, RunId = null, Work = null };
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
        var stream = services.Ledger.StreamOf(Target(), _status.Topic, _status.Partition, Guid.Empty);

        // Asking for the mark shuts out who read before.
        var (mark, extent) = await services.Ledger.OpenAsync(stream, isNew(), cancellationToken).ConfigureAwait(false);
        var (position, end) = (mark.LastRecord + 1, extent.End);
        await runs.OpenedAsync(new PumpProgress(position, 0, 0), cancellationToken).ConfigureAwait(false);
        using var reader = services.Topics.Open(_status.Topic.Connection, new TopicPlace(_status.Topic.Name, _status.Partition), position);
        await ReportAsync(mark, position, end, isWell: _status.State != PipelineState.Failing, cancellationToken).ConfigureAwait(false);
        for (var idle = 1; true; idle++)
        {
            await WaitForWritersAsync(cancellationToken).ConfigureAwait(false);
            var batch = await reader.ReadAsync(services.Options.BatchRecords, services.Options.BatchBytes, Patience, cancellationToken).ConfigureAwait(false);
            (position, end) = (batch.Next, Math.Max(batch.End, batch.Next));
            if (batch.Records.Count > 0)
            {
                mark = await CarryAsync(batch.Records, mark, end, cancellationToken).ConfigureAwait(false);
                idle = 0;
            }
            else
            {
                await checks.KeepAsync(cancellationToken).ConfigureAwait(false);
            }

            var isWell = _status.State != PipelineState.Failing || idle is 0 or >= IdleReads || position >= end;
            await ReportAsync(mark, position, end, isWell, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IngestionMark> CarryAsync(IReadOnlyList<TopicRecord> records, IngestionMark mark, long end, CancellationToken cancellationToken)
    {
        await runs.BeginAsync(records[^1].Offset + 1, end, cancellationToken).ConfigureAwait(false);
        var target = Target();
        var batch = await target.CheckAsync(records, cancellationToken).ConfigureAwait(false);
        var run = runs.Open?.RunId ?? mark.RunId;
        share.RequireHeld();
        var next = await services.Ledger.WriteAsync(services.Ledger.StreamOf(target, _status.Topic, _status.Partition, run), batch, mark, cancellationToken).ConfigureAwait(false);
        runs.Count(new ViewCounts(batch.Tally.Read, batch.Tally.Accepted, batch.Tally.Quarantined), records[^1].Offset + 1);
        await checks.NoteAsync(target, next, cancellationToken).ConfigureAwait(false);
        return next;
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
    private async Task ReportAsync(IngestionMark mark, long position, long end, bool isWell, CancellationToken cancellationToken)
    {
        // What lies between the mark and the position is no record, so it needs no mark.
        await runs.TendAsync(new PumpProgress(position, 0, 0), end, cancellationToken).ConfigureAwait(false);
        _status = _status with
        {
            State = isWell ? PipelineState.Running : PipelineState.Failing,
            Error = isWell ? null : _status.Error,
            Position = position,
            End = end,
            Missed = mark.Missed,
            RunId = runs.Open?.RunId,
            Work = runs.Open?.Work,
        };
    }

    private TopicTarget Target() => _target is { } known && known.Stamp == services.Sources.Stamp
        ? known
        : _target = TopicTarget.Open(services.Sources, services.Readers, _status.Source, _status.Topic, services.Options.PatternTimeout, services.Clock);
}
