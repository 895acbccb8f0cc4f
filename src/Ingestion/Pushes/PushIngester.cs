using Ingestion.Batches;
using Ingestion.Files;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.Extensions.Options;

namespace Ingestion.Pushes;

/// <summary>
/// Appends the events of a pushed body that has come whole. With a key it goes on behind the mark that the log keeps for the key, so a push that died at any instruction and a
/// repeated one both end in the same log. Thread-safe; one key is pushed by one caller at a time.
/// </summary>
internal sealed class PushIngester(
    IEventLog log, BatchWriter writer, IRecordReaderFactory readers, PushRuns runs, IOptions<IngestionOptions> options, TimeProvider clock)
{
    internal async Task<PushResult> IngestAsync(PushTarget target, PushRequest request, PushBody body)
    {
        // Whoever pushes may be gone by now; half a push would help nobody.
        var cancellationToken = CancellationToken.None;
        var topic = target.Source.Name;
        await log.EnsureTopicAsync(topic, options.Value.PartitionsOf(target.Source), cancellationToken).ConfigureAwait(false);
        var producer = request.IdempotencyKey is { } key ? ProducerNames.PushPrefix + key : null;
        var stored = producer is null ? null : await writer.GetMarkAsync(topic, producer, cancellationToken).ConfigureAwait(false);
        if (stored is not null && stored.BodyHash != body.Hash)
        {
            throw new IngestionException(
                IngestionErrorCode.IdempotencyKeyReused,
                $"The idempotency key '{request.IdempotencyKey}' came before into source '{topic}' with other content. Give each push a key of its own, and repeat it only unchanged.");
        }

        if (stored is { IsComplete: true })
        {
            return ResultOf(stored) with { Duplicate = true };
        }

        var run = await runs.EnterAsync(target, cancellationToken).ConfigureAwait(false);
        try
        {
            var stream = new IngestionStream(target.Source, target.Target.Contract, OriginOf(request, body.Hash), run.Id, producer);
            var mark = stored ?? new IngestionMark { RunId = run.Id, BodyHash = body.Hash };
            if (producer is not null)
            {
                await writer.RemoveAheadAsync(stream, mark, runId: null, cancellationToken).ConfigureAwait(false);
            }

            return ResultOf(await AppendAsync(target, request, body, stream, mark, run).ConfigureAwait(false));
        }
        finally
        {
            run.Leave();
        }
    }

    private async Task<IngestionMark> AppendAsync(
        PushTarget target, PushRequest request, PushBody body, IngestionStream stream, IngestionMark mark, PushRun run)
    {
        var cancellationToken = CancellationToken.None;
        var reader = readers.OpenNdjson(body.Content, target.Names);
        await using var closing = reader.ConfigureAwait(false);
        await reader.ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        var batches = new RecordBatchReader(reader, target.MakeChecker(request.Targets, clock), options.Value.BatchRecords, options.Value.BatchBytes);
        await batches.SkipToAsync(mark.LastRecord, cancellationToken).ConfigureAwait(false);
        while (!mark.IsComplete)
        {
            var start = clock.GetTimestamp();
            var batch = await batches.ReadAsync(cancellationToken).ConfigureAwait(false);
            mark = await writer.WriteAsync(stream, batch, mark, next => next with { IsComplete = batch.IsLast }, cancellationToken).ConfigureAwait(false);
            run.Count(batch.Tally, clock.GetElapsedTime(start));
        }

        return mark;
    }

    // The hash keeps apart two bodies under one key that the log has forgotten in between.
    private QuarantineOrigin OriginOf(PushRequest request, string hash) => new()
    {
        Source = request.Source,
        Fingerprint = request.IdempotencyKey is null ? $"push:{Guid.CreateVersion7(clock.GetUtcNow()):N}" : $"push:{request.IdempotencyKey}:{hash}",
        Kind = OriginKind.Push,
        Name = request.IdempotencyKey ?? "push without a key",
        Targets = request.Targets,
    };

    private static PushResult ResultOf(IngestionMark mark) => new()
    {
        RunId = mark.RunId,
        Read = mark.Tally.Read,
        Accepted = mark.Tally.Accepted,
        Quarantined = mark.Tally.Quarantined,
        ByRule = mark.Tally.ByRule,
        Warnings = mark.Tally.Warnings,
    };
}
