using System.Text.Json;
using Lineage.Model;
using Lineage.Ports;

namespace Lineage.Runs;

internal sealed class RunQueries(IRunStore runs, ILineageStore events, LiveRuns live, RunWatch watch) : IRunQueries
{
    private const int MostRuns = 200;
    private const int MostEvents = 1000;

    public async Task<RunPage> ListAsync(RunFilter filter, CancellationToken cancellationToken)
    {
        if (filter.Limit is < 1 or > MostRuns)
        {
            throw new LineageException(
                LineageErrorCode.OutOfRange, $"Listing runs: the limit is '{filter.Limit}', but must lie between 1 and {MostRuns}.");
        }

        var page = await runs.ListRunsAsync(filter, cancellationToken).ConfigureAwait(false);
        return new RunPage(await SummarizeAsync(page.Runs, cancellationToken).ConfigureAwait(false), page.Next?.ToString());
    }

    public async Task<RunDetail?> FindAsync(Guid runId, JobId? job, CancellationToken cancellationToken)
    {
        var found = await runs.FindRunsAsync(runId, cancellationToken).ConfigureAwait(false);
        var run = found.FirstOrDefault(candidate => job is null || candidate.Record.Id.Job == job);
        if (run is null)
        {
            return null;
        }

        var datasets = await runs.ListRunDatasetsAsync(run.Record.Id, cancellationToken).ConfigureAwait(false);
        var page = await events.ListEventsAsync(
            new EventFilter { RunId = runId, Limit = MostEvents }, cancellationToken).ConfigureAwait(false);
        var visible = datasets.Where(dataset => !SendsSnapshots(run.JobFacets) || dataset.Seen.Last == run.Record.LastDatasetsAt).ToList();
        return new RunDetail
        {
            Summary = (await SummarizeAsync([run], cancellationToken).ConfigureAwait(false))[0],
            Inputs = Describe(visible, DatasetDirection.Input),
            Outputs = Describe(visible, DatasetDirection.Output),
            Facets = run.Record.Facets.Live.ToDictionary(),
            Parent = RunDescription.Of(run.Record.Facets).Parent,
            Events = page.Events,
            MoreEvents = page.NextSequence is not null,
            SameId = [.. found.Where(other => other != run).Select(static other => other.Record.Id.Job)],
        };
    }

    public async Task<RunSummary?> FindSummaryAsync(Guid runId, CancellationToken cancellationToken)
        => (await runs.FindRunsAsync(runId, cancellationToken).ConfigureAwait(false)) is [var first, ..]
            ? (await SummarizeAsync([first], cancellationToken).ConfigureAwait(false))[0]
            : null;

    public Task<IReadOnlyDictionary<RunState, long>> CountAsync(RunFilter filter, CancellationToken cancellationToken)
        => runs.CountRunsAsync(filter, cancellationToken);

    private static List<RunDataset> Describe(List<RunDatasetRecord> datasets, DatasetDirection direction) => datasets
        .Where(dataset => dataset.Direction == direction)
        .Select(static dataset => new RunDataset(
            dataset.Dataset,
            ReadCount(dataset.Facets, "rowCount"),
            ReadCount(dataset.Facets, "size"),
            dataset.Facets.Live.ToDictionary()))
        .ToList();

    private static long? ReadCount(FacetMap facets, string member)
    {
        if ((facets.Find("outputStatistics") ?? facets.Find("inputStatistics")) is not { } json)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty(member, out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) ? count : null;
    }

    /// <summary>Events of such a job do not add up: each names everything.</summary>
    private static bool SendsSnapshots(FacetMap jobFacets)
    {
        if (jobFacets.Find("jobType") is not { } json)
        {
            return false;
        }

        using var document = JsonDocument.Parse(json);
        return document.RootElement.TryGetProperty("emissionPattern", out var pattern)
            && pattern.ValueKind == JsonValueKind.Object
            && Ingest.FacetJson.Text(pattern, "eventContentMode") == "COMPLETE_SNAPSHOT";
    }

    private async Task<IReadOnlyList<RunSummary>> SummarizeAsync(IReadOnlyList<StoredRun> stored, CancellationToken cancellationToken)
    {
        var elsewhere = await watch.FindElsewhereAsync(
            [.. stored.Where(run => run.Record.State == RunState.Running && live.Find(run.Record.Id) is null).Select(static run => run.Record.Id.RunId).Distinct()],
            cancellationToken).ConfigureAwait(false);
        return [.. stored.Select(run => Summarize(run, elsewhere.Contains(run.Record.Id.RunId)))];
    }

    private RunSummary Summarize(StoredRun run, bool isElsewhere)
    {
        var description = RunDescription.Of(run.Record.Facets);
        var current = live.Find(run.Record.Id);
        return new RunSummary
        {
            RunId = run.Record.Id.RunId,
            Job = run.Record.Id.Job,
            Kind = description.Kind,
            Domain = description.Domain,
            Title = description.Title,
            State = run.Record.State,
            StartedAt = run.Record.StartedAt,
            EndedAt = run.Record.EndedAt,
            LastSeen = run.Record.Seen.Last,
            Progress = current?.Progress ?? run.Progress,
            IsLive = current is not null || isElsewhere,
            ErrorCode = run.Record.State == RunState.Failed ? description.ErrorCode : null,
            Message = run.Record.State is RunState.Failed or RunState.Aborted ? description.Message : null,
            Outcome = description.Outcome,
            Figures = description.Figures,
        };
    }
}
