using Catalog.Core.Events;
using Catalog.Core.Values;
using FeatureStore.Model;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Pipelines;

/// <summary>Begins the runs of view writers, and goes on with those that an earlier process left open. Thread-safe.</summary>
internal sealed class ViewRunOpener(IRunJournal journal, IIngestionJobStore jobs, ISourceRegistry sources, TimeProvider clock)
{
    /// <param name="view">The view.</param>
    /// <param name="work">What belongs to the run already.</param>
    /// <param name="isBehind">Whether much waits to be written.</param>
    /// <param name="cancellationToken">Cancels the beginning.</param>
    internal async Task<ViewRun> OpenAsync(FeatureView view, ViewWork work, bool isBehind, CancellationToken cancellationToken)
    {
        var job = new IngestionJob
        {
            RunId = Guid.CreateVersion7(clock.GetUtcNow()),
            Kind = IngestionJobKind.CatchUp,
            Subject = view.Id.ToString(),
            Title = ViewRunDescription.Title(view, work.Partition, isBehind),
            CreatedAt = Instant.Now(clock),
            State = IngestionJobState.Running,
            Work = work,
        };
        await jobs.SaveAsync(job, cancellationToken).ConfigureAwait(false);
        return await StartAsync(view, job, isResumed: false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The run of the writer that an earlier process left open; null when there is none.</summary>
    internal async Task<ViewRun?> ResumeAsync(FeatureView view, int partition, CancellationToken cancellationToken)
    {
        var unfinished = await ListUnfinishedAsync(cancellationToken).ConfigureAwait(false);
        return unfinished.Find(job => job.Subject == view.Id.ToString() && job.Work?.Partition == partition) is { } left
            ? await StartAsync(view, left, isResumed: true, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>Ends the runs that an earlier process left open and whose writers are not wanted any more.</summary>
    internal async Task EndUnwantedAsync(IReadOnlyCollection<(FeatureViewId View, int Partition)> wanted, CancellationToken cancellationToken)
    {
        var kept = wanted.Select(static writer => (writer.View.ToString(), (int?)writer.Partition)).ToHashSet();
        foreach (var job in (await ListUnfinishedAsync(cancellationToken).ConfigureAwait(false)).Where(job => !kept.Contains((job.Subject, job.Work?.Partition))))
        {
            var start = ViewRunDescription.Start(job, job.Subject.Split('@')[0]);
            var run = await journal.StartAsync(start, cancellationToken).ConfigureAwait(false);
            await using var ending = run.ConfigureAwait(false);
            await run.AbortAsync(ViewRuns.ViewGone, cancellationToken).ConfigureAwait(false);
            await jobs.SaveAsync(job with { State = IngestionJobState.Cancelled, EndedAt = Instant.Now(clock) }, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<IngestionJob>> ListUnfinishedAsync(CancellationToken cancellationToken)
        => [.. (await jobs.GetUnfinishedAsync(cancellationToken).ConfigureAwait(false)).Where(static job => job.Kind == IngestionJobKind.CatchUp)];

    private async Task<ViewRun> StartAsync(FeatureView view, IngestionJob job, bool isResumed, CancellationToken cancellationToken)
    {
        var source = sources.FindSource(view.Source);
        var run = await journal.StartAsync(ViewRunDescription.Start(job, view, source), cancellationToken).ConfigureAwait(false);
        return new ViewRun(view, source, job, run, jobs, clock, isResumed);
    }
}
