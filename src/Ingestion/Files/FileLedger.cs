using Catalog.Core.Values;
using Ingestion.Batches;
using Ingestion.Ports;
using Microsoft.Extensions.Options;

namespace Ingestion.Files;

/// <summary>What the stores know about a file: its mark in the event log, its refused records and the results of its checks. Thread-safe.</summary>
internal sealed class FileLedger(
    IEventLog log, BatchWriter writer, IQuarantineStore quarantine, ICheckResultStore checks, TimeProvider clock, IOptions<IngestionOptions> options)
{
    /// <summary>Finds how far the file is and removes what was written ahead of that before its run was cut off.</summary>
    internal async Task<IngestionMark> OpenAsync(FilePlan plan, bool force, CancellationToken cancellationToken)
    {
        await log.EnsureTopicAsync(plan.Stream.Source.Name, options.Value.PartitionsOf(plan.Stream.Source), cancellationToken).ConfigureAwait(false);
        var stored = await writer.GetMarkAsync(plan.Stream.Source.Name, plan.Producer, cancellationToken).ConfigureAwait(false);
        var mark = stored ?? new IngestionMark { RunId = plan.Stream.RunId };

        // A forced run writes over the records of the run before it, so what lies ahead of its mark may be theirs and is right either way.
        if (!mark.IsComplete && !force)
        {
            await writer.RemoveAheadAsync(plan.Stream, mark, plan.Stream.RunId, cancellationToken).ConfigureAwait(false);
            if (mark.RunId != plan.Stream.RunId)
            {
                await writer.RemoveAheadAsync(plan.Stream, mark, mark.RunId, cancellationToken).ConfigureAwait(false);
            }
        }

        return mark;
    }

    internal Task<IngestionMark> WriteAsync(
        FilePlan plan, RecordBatch batch, IngestionMark mark, Func<IngestionMark, IngestionMark> finish, CancellationToken cancellationToken)
        => writer.WriteAsync(plan.Stream, batch, mark, finish, cancellationToken);

    /// <summary>Settles what only the end of the file decides. May be called again.</summary>
    internal async Task CloseAsync(FilePlan plan, IngestionMark mark, bool force, CancellationToken cancellationToken)
    {
        var now = Instant.Now(clock);
        var stream = plan.Stream;
        if (force)
        {
            await quarantine.ResolveOthersAsync(stream.Source.Name, stream.Origin.Fingerprint, stream.RunId, now, cancellationToken).ConfigureAwait(false);
        }

        await checks.SaveAsync(new CheckReport(plan.Contract, stream.Source.Name, stream.RunId, mark.Tally, now).Make(), cancellationToken).ConfigureAwait(false);
    }
}
