using System.Diagnostics;
using Catalog.Core.Events;
using Ingestion.Batches;
using Ingestion.Jobs;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.Extensions.Options;

namespace Ingestion.Files;

/// <summary>
/// Reads a spooled file into the event log and the quarantine. It goes on behind the mark that the log keeps for the file's content, so a crash at any instruction and
/// a second upload of the same bytes both end in the same log.
/// </summary>
internal sealed class FileJobHandler(
    ISourceRegistry registry,
    IRecordReaderFactory readers,
    FileLedger ledger,
    Spool spool,
    TimeProvider clock,
    IOptions<IngestionOptions> options) : IJobHandler
{
    public IngestionJobKind Kind => IngestionJobKind.File;

    public bool IsHere(IngestionJob job) => spool.Has(job.RunId);

    public RunStart Describe(IngestionJob job)
    {
        var source = FindTarget(job).Source;
        return new RunStart
        {
            RunId = job.RunId,
            Kind = RunKind.Ingestion,
            Job = $"ingest.{source.Name}",
            Domain = source.Domain,
            Inputs = [InputOf(job)],
            Outputs = [OutputOf(source, job)],
            ProgressUnit = "bytes",
            Total = job.ByteCount,
            Title = job.Title,
        };
    }

    public async Task<JobEnd> RunAsync(IngestionJob job, JobProgress progress, CancellationToken cancellationToken)
    {
        var target = FindTarget(job);
        var reader = readers.OpenFile(target.Source, spool.PathOf(job.RunId));
        await using var closing = reader.ConfigureAwait(false);
        var plan = await FilePlan.MakeAsync(job, target, reader, clock, cancellationToken).ConfigureAwait(false);
        var mark = await ledger.OpenAsync(plan, job.Force, cancellationToken).ConfigureAwait(false);
        if (mark.IsComplete && mark.RunId != job.RunId)
        {
            return EndOf(job, target.Source, mark, alreadyIngested: true);
        }

        mark = await ReadOnAsync(plan, reader, mark with { RunId = job.RunId }, job, progress, cancellationToken).ConfigureAwait(false);
        await ledger.CloseAsync(plan, mark, job.Force, cancellationToken).ConfigureAwait(false);
        return EndOf(job, target.Source, mark, alreadyIngested: false);
    }

    public Task CleanUpAsync(IngestionJob job, CancellationToken cancellationToken)
    {
        spool.Delete(job.RunId);
        return Task.CompletedTask;
    }

    private IngestionTarget FindTarget(IngestionJob job) => IngestionTarget.Find(registry, job.Subject, options.Value.PatternTimeout);

    private async Task<IngestionMark> ReadOnAsync(
        FilePlan plan, IRawRecordReader reader, IngestionMark mark, IngestionJob job, JobProgress progress, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var before = mark.ElapsedMilliseconds;
        var batches = new RecordBatchReader(reader, plan.Checker, options.Value.BatchRecords, options.Value.BatchBytes);
        await batches.SkipToAsync(mark.LastRecord, cancellationToken).ConfigureAwait(false);
        while (!mark.IsComplete)
        {
            var batch = await batches.ReadAsync(cancellationToken).ConfigureAwait(false);
            mark = await ledger.WriteAsync(plan, batch, mark, Finish, cancellationToken).ConfigureAwait(false);
            progress.Report(mark.Tally, reader.BytesConsumed, job.ByteCount);

            IngestionMark Finish(IngestionMark next) => next with
            {
                ElapsedMilliseconds = before + (long)clock.GetElapsedTime(start).TotalMilliseconds,
                IsComplete = batch.IsLast,
                PeakMemoryBytes = batch.IsLast ? PeakMemory() : 0,
            };
        }

        return mark;
    }

    private static JobEnd EndOf(IngestionJob job, Source source, IngestionMark mark, bool alreadyIngested)
    {
        var result = mark.Tally.ToResult(mark.RunId, source.Name, mark.ElapsedMilliseconds) with
        {
            PeakMemoryBytes = mark.PeakMemoryBytes,
            AlreadyIngested = alreadyIngested,
        };
        var done = alreadyIngested ? new IngestionTally() : mark.Tally;
        return new JobEnd(result, new RunOutcome
        {
            Inputs = [InputOf(job) with { RowCount = done.Read }],
            Outputs = [OutputOf(source, job) with { RowCount = done.Accepted }],
            Figures = done.ToFigures(),
            Summary = alreadyIngested ? $"The same content was ingested before, by run {mark.RunId}; nothing was appended." : null,
        });
    }

    private static DatasetRef InputOf(IngestionJob job) => new("file", job.Title) { ByteCount = job.ByteCount };

    private static DatasetRef OutputOf(Source source, IngestionJob job)
        => SourceDataset.Of(source, new DatasetRef("file", job.Title), static column => column.From);

    private static long PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
