using Catalog.Core.Events;
using Ingestion.Batches;
using Ingestion.Files;
using Ingestion.Jobs;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.Extensions.Options;

namespace Ingestion.Replays;

/// <summary>
/// Appends the selected quarantined events that pass the contract now in force, and gives the others their new reasons. It goes on behind the mark that the log keeps for the job; the mark names
/// the events that the last batch appended, so that they are marked as replayed even if the process died in between.
/// </summary>
internal sealed class ReplayJobHandler(
    ISourceRegistry registry, IRecordReaderFactory readers, ReplayLedger ledger, TimeProvider clock, IOptions<IngestionOptions> options) : IJobHandler
{
    public IngestionJobKind Kind => IngestionJobKind.Replay;

    public RunStart Describe(IngestionJob job)
    {
        var source = registry.Require(job.Subject);
        return new RunStart
        {
            RunId = job.RunId,
            Kind = RunKind.Replay,
            Job = $"replay.{source.Name}",
            Domain = source.Domain,
            Inputs = [InputOf(source)],
            Outputs = [OutputOf(source)],
            ProgressUnit = "events",
            Title = job.Title,
        };
    }

    public async Task<JobEnd> RunAsync(IngestionJob job, JobProgress progress, CancellationToken cancellationToken)
    {
        var target = IngestionTarget.Find(registry, job.Subject, options.Value.PatternTimeout);
        var checker = new ReplayChecker(target, readers, clock);
        var mark = await ledger.OpenAsync(target.Source, job, cancellationToken).ConfigureAwait(false);
        var walk = await ledger.WalkAsync(job, mark, cancellationToken).ConfigureAwait(false);
        var total = mark.Tally.Read + await ledger.CountAsync(job, cancellationToken).ConfigureAwait(false);
        progress.Report(mark.Tally, mark.Tally.Read, total);
        while (await walk.ReadAsync(mark.LastRecord, cancellationToken).ConfigureAwait(false) is { Count: > 0 } events)
        {
            var start = clock.GetTimestamp();
            var tally = new IngestionTally();
            var records = new List<CheckedRecord>(events.Count);
            foreach (var item in events)
            {
                records.Add(await checker.CheckAsync(item, tally, cancellationToken).ConfigureAwait(false));
            }

            var batch = new RecordBatch(records, tally, IsLast: false);
            var stream = new IngestionStream(target.Source, target.Contract, events[0].Origin, job.RunId, ReplayLedger.ProducerOf(job)) { IsReplay = true };
            mark = await ledger.WriteAsync(job, stream, events, batch, mark, () => clock.GetElapsedTime(start), cancellationToken).ConfigureAwait(false);
            progress.Report(mark.Tally, mark.Tally.Read, Math.Max(total, mark.Tally.Read));
        }

        return EndOf(job, target.Source, mark);
    }

    public Task CleanUpAsync(IngestionJob job, CancellationToken cancellationToken) => Task.CompletedTask;

    private static JobEnd EndOf(IngestionJob job, Source source, IngestionMark mark) => new(
        mark.Tally.ToResult(job.RunId, source.Name, mark.ElapsedMilliseconds),
        new RunOutcome
        {
            Inputs = [InputOf(source) with { RowCount = mark.Tally.Read }],
            Outputs = [OutputOf(source) with { RowCount = mark.Tally.Accepted }],
            Figures = mark.Tally.ToFigures(),
        });

    private static DatasetRef InputOf(Source source) => DatasetRef.Quarantine(source.Name);

    private static DatasetRef OutputOf(Source source) => SourceDataset.Of(source);
}
