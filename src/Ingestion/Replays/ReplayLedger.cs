using Catalog.Core.Values;
using Ingestion.Batches;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.Extensions.Options;

namespace Ingestion.Replays;

/// <summary>What the stores know about a replay: its mark in the event log and the states of its events. Thread-safe.</summary>
internal sealed class ReplayLedger(IEventLog log, BatchWriter writer, IQuarantineStore quarantine, TimeProvider clock, IOptions<IngestionOptions> options)
{
    /// <summary>Name under which the event log keeps the mark of a replay.</summary>
    internal static string ProducerOf(IngestionJob job) => $"replay:{job.RunId:N}";

    /// <summary>Finds how far the replay is, and marks what it appended last before it was cut off.</summary>
    internal async Task<IngestionMark> OpenAsync(Source source, IngestionJob job, CancellationToken cancellationToken)
    {
        await log.EnsureTopicAsync(job.Subject, options.Value.PartitionsOf(source), cancellationToken).ConfigureAwait(false);
        var mark = await writer.GetMarkAsync(job.Subject, ProducerOf(job), cancellationToken).ConfigureAwait(false);
        if (mark is null)
        {
            return new IngestionMark { RunId = job.RunId };
        }

        await SetReplayedAsync(job, mark.Replayed).ConfigureAwait(false);
        return mark;
    }

    /// <summary>The events that are still to be replayed.</summary>
    internal async Task<ReplayWalk> WalkAsync(IngestionJob job, IngestionMark mark, CancellationToken cancellationToken)
    {
        var own = new QuarantineFilter { Source = job.Subject, State = QuarantineState.Open, RunId = job.RunId };
        var again = new List<QuarantinedEvent>();
        while (await quarantine.ReadAsync(own, again.Count > 0 ? again[^1].Id : mark.LastRecord, ReplayWalk.EventsAtOnce, cancellationToken).ConfigureAwait(false) is { Count: > 0 } more)
        {
            again.AddRange(more);
        }

        return new ReplayWalk(quarantine, SelectionOf(job), again);
    }

    /// <summary>How many open events the selection holds.</summary>
    internal Task<long> CountAsync(IngestionJob job, CancellationToken cancellationToken) => quarantine.CountAsync(SelectionOf(job), cancellationToken);

    /// <summary>Writes a batch of one origin.</summary>
    /// <param name="job">The job.</param>
    /// <param name="stream">Where the batch belongs.</param>
    /// <param name="events">The quarantined events.</param>
    /// <param name="batch">The same events, checked.</param>
    /// <param name="mark">The mark so far.</param>
    /// <param name="elapsed">How long the batch has taken.</param>
    /// <param name="cancellationToken">Cancels before anything is written.</param>
    /// <returns>The new mark.</returns>
    internal async Task<IngestionMark> WriteAsync(
        IngestionJob job, IngestionStream stream, IReadOnlyList<QuarantinedEvent> events, RecordBatch batch, IngestionMark mark, Func<TimeSpan> elapsed,
        CancellationToken cancellationToken)
    {
        var next = await writer.WriteAsync(stream, batch, mark, Finish, cancellationToken).ConfigureAwait(false);
        await SetReplayedAsync(job, next.Replayed).ConfigureAwait(false);
        return next;

        IngestionMark Finish(IngestionMark written) => written with
        {
            LastRecord = events[^1].Id,
            ElapsedMilliseconds = mark.ElapsedMilliseconds + (long)elapsed().TotalMilliseconds,
            Replayed = [.. events.Zip(batch.Records).Where(static pair => pair.Second.IsAccepted).Select(static pair => pair.First.Id)],
        };
    }

    private static QuarantineFilter SelectionOf(IngestionJob job)
        => (job.Selection ?? new QuarantineFilter()) with { Source = job.Subject, State = QuarantineState.Open };

    private Task SetReplayedAsync(IngestionJob job, IReadOnlyList<long> ids)
        => ids.Count == 0 ? Task.CompletedTask : quarantine.SetReplayedAsync(ids, Instant.Now(clock), job.RequestedBy, CancellationToken.None);
}
