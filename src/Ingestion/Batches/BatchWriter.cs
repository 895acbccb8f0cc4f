using Catalog.Core.Values;
using Ingestion.Contracts;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Batches;

/// <summary>
/// Writes checked batches: claims of unique values, then the quarantine, then the event log with the producer's mark. Only the last write counts: what the first two wrote
/// ahead of a mark that never came is removed by <see cref="RemoveAheadAsync"/>, or written again unchanged. Thread-safe.
/// </summary>
internal sealed class BatchWriter(
    IEventLog log, IQuarantineStore quarantine, IUniquenessIndex uniqueness, SourceLocks locks, TimeProvider clock)
{
    private readonly UniquenessGate _gate = new(uniqueness);

    /// <summary>The mark of the stream's producer; null when it never wrote one.</summary>
    internal async Task<IngestionMark?> GetMarkAsync(string topic, string producer, CancellationToken cancellationToken)
        => await log.GetProducerMarkAsync(topic, producer, cancellationToken).ConfigureAwait(false) is { } mark
            ? IngestionMark.Decode(mark, producer)
            : null;

    /// <summary>Removes what was written ahead of the mark before the process died or the work was given up.</summary>
    /// <param name="stream">What was being written.</param>
    /// <param name="mark">How far it came.</param>
    /// <param name="runId">Only refused records that this run stored; null: of any run.</param>
    /// <param name="cancellationToken">Cancels before anything is removed.</param>
    internal async Task RemoveAheadAsync(IngestionStream stream, IngestionMark mark, Guid? runId, CancellationToken cancellationToken)
    {
        var first = mark.LastRecord + 1;
        await quarantine.RemoveFromAsync(stream.Source.Name, stream.Origin.Fingerprint, runId, first, cancellationToken).ConfigureAwait(false);
        await uniqueness.RemoveFromAsync(stream.Source.Name, stream.Origin.Fingerprint, first, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes a batch.</summary>
    /// <param name="stream">Where it belongs.</param>
    /// <param name="batch">The batch, right after the records of <paramref name="mark"/>.</param>
    /// <param name="mark">The mark so far.</param>
    /// <param name="finish">Makes the mark that becomes durable with the batch, given the figures up to its end.</param>
    /// <param name="cancellationToken">Cancels before anything is written.</param>
    /// <returns>The new mark.</returns>
    internal async Task<IngestionMark> WriteAsync(
        IngestionStream stream, RecordBatch batch, IngestionMark mark, Func<IngestionMark, IngestionMark> finish, CancellationToken cancellationToken)
    {
        // Only who owns a unique value depends on who comes first; other batches of a source are appended side by side.
        using var turn = batch.Records.Any(static record => record.Keys.Count > 0) ? await locks.EnterAsync(stream.Source.Name, cancellationToken).ConfigureAwait(false) : null;
        var claims = await _gate.ApplyAsync(stream.Origin.Fingerprint, batch.Records, batch.Tally, cancellationToken).ConfigureAwait(false);
        foreach (var record in batch.Records)
        {
            batch.Tally.CountRecord(record);
        }

        var tally = new IngestionTally();
        tally.Add(mark.Tally);
        tally.Add(batch.Tally);
        var next = finish(mark with
        {
            LastRecord = batch.Records.Count == 0 ? mark.LastRecord : batch.Records[^1].RecordNumber,
            Tally = tally,
        });

        if (claims.Count > 0)
        {
            await uniqueness.AddAsync(stream.Source.Name, claims, CancellationToken.None).ConfigureAwait(false);
        }

        var refused = await QuarantineAsync(stream, batch).ConfigureAwait(false);
        var events = batch.Records.Where(static record => record.IsAccepted).Select(static record => new NewLogEvent(record.Key, record.Payload)).ToArray();
        if (events.Length > 0 || refused.Count > 0 || stream.Producer is not null)
        {
            var append = (stream.Producer is null ? new AppendBatch(events) : new AppendBatch(events, stream.Producer, next.Encode())) with { DeadLetters = refused };
            await log.AppendAsync(stream.Source.Name, append, CancellationToken.None).ConfigureAwait(false);
        }

        return next;
    }

    /// <summary>Stores refused records.</summary>
    /// <returns>Those that belong in the topic of refused records, in order.</returns>
    private async Task<IReadOnlyList<DeadLetter>> QuarantineAsync(IngestionStream stream, RecordBatch batch)
    {
        var now = Instant.Now(clock);
        var records = batch.Records.Where(static record => !record.IsAccepted).ToArray();
        if (records.Length == 0)
        {
            return [];
        }

        QuarantinedEvent[] refused = [.. records.Select(record => ToEvent(stream, record, now))];
        await quarantine.AddAsync(stream.Origin, refused, CancellationToken.None).ConfigureAwait(false);
        if (stream.IsReplay)
        {
            return [];
        }

        DeadLetter[] letters = [.. refused.Zip(records, static (item, record) => DeadLetters.Of(item, record.Received))];
        if (stream.SendRefused is { } send)
        {
            await send(letters).ConfigureAwait(false);
        }

        return letters;
    }

    private static QuarantinedEvent ToEvent(IngestionStream stream, CheckedRecord record, Instant now) => new()
    {
        Origin = stream.Origin,
        RecordNumber = record.RecordNumber,
        LineNumber = record.LineNumber,
        ByteOffset = record.ByteOffset,
        Raw = record.Raw,
        Violations = record.Errors,
        ArrivalTime = now,
        EventTime = record.EventTime,
        Contract = stream.Contract?.Name,
        ContractVersion = stream.Contract?.Version,
        RunId = stream.RunId,
    };
}
