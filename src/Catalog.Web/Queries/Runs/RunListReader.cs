using Catalog.Core.Events;
using Catalog.Definitions;
using Catalog.Web.ViewModels;
using Ingestion;
using Ingestion.Model;
using Lineage;
using Lineage.Model;
using Lineage.Runs;

namespace Catalog.Web.Queries.Runs;

/// <summary>Reads what the pages of runs show. Thread-safe.</summary>
public sealed class RunListReader(IRunQueries runs, IngestionService ingestion, DefinitionRegistry registry)
{
    /// <summary>Runs of one page.</summary>
    public const int PageSize = 25;

    /// <summary>One page with the counts of its filters. A cursor that is none begins at the latest run.</summary>
    public async Task<RunList> ReadAsync(RunsAddress address, CancellationToken cancellationToken)
    {
        var (page, read) = await ReadPageAsync(address, cancellationToken);
        var rows = new List<RunRow>(page.Runs.Count);
        foreach (var run in page.Runs)
        {
            rows.Add(new RunRow(run, await FindJobAsync(run, cancellationToken)));
        }

        var counted = new RunFilter { Kind = address.Kind, Domain = address.Domain };
        return new RunList
        {
            Address = read,
            Runs = rows,
            Queued = await ListQueuedAsync(read, cancellationToken),
            NextCursor = page.NextCursor,
            States = await runs.CountAsync(counted, cancellationToken),
            Kinds = await CountAsync(RunWords.Kinds, kind => counted with { Kind = kind }, cancellationToken),
            Domains = await CountAsync(FilterLink.NamesOf(registry.Current.Domains.Select(static domain => domain.Name), address.Domain), domain => counted with { Domain = domain }, cancellationToken),
        };
    }

    /// <summary>The job of a running ingestion or replay; null for any other run.</summary>
    public async Task<IngestionStatus?> FindJobAsync(RunSummary run, CancellationToken cancellationToken)
        => run.State == RunState.Running && RunWords.SourceOf(run) is not null ? await ingestion.FindAsync(run.RunId, cancellationToken) : null;

    private async Task<IReadOnlyList<QueuedRun>> ListQueuedAsync(RunsAddress address, CancellationToken cancellationToken)
    {
        if (address.Cursor is not null || address.Dataset is not null || address.State is not (null or RunState.Running))
        {
            return [];
        }

        return
        [
            .. (await ingestion.ListQueuedAsync(cancellationToken))
                .Select(job => (Job: job, Kind: job.Kind == IngestionJobKind.Replay ? RunKind.Replay : RunKind.Ingestion, registry.FindSource(job.Subject)?.Domain))
                .Where(queued => (address.Kind is null || address.Kind == queued.Kind) && (address.Domain is null || address.Domain == queued.Domain))
                .Select(static queued => new QueuedRun(
                    queued.Job.RunId, $"{(queued.Kind == RunKind.Replay ? "replay" : "ingest")} {queued.Job.Subject}", RunWords.Join(queued.Domain, queued.Job.Title), queued.Job.CreatedAt)),
        ];
    }

    private async Task<(RunPage Page, RunsAddress Address)> ReadPageAsync(RunsAddress address, CancellationToken cancellationToken)
    {
        try
        {
            return (await runs.ListAsync(address.ToFilter(PageSize), cancellationToken), address);
        }
        catch (LineageException error) when (error.ErrorCode == LineageErrorCode.InvalidCursor)
        {
            var first = address with { Cursor = null };
            return (await runs.ListAsync(first.ToFilter(PageSize), cancellationToken), first);
        }
    }

    private async Task<IReadOnlyList<(T Value, long Count)>> CountAsync<T>(
        IEnumerable<T> values, Func<T, RunFilter> filterOf, CancellationToken cancellationToken)
    {
        var counts = new List<(T, long)>();
        foreach (var value in values)
        {
            counts.Add((value, (await runs.CountAsync(filterOf(value), cancellationToken)).Values.Sum()));
        }

        return counts;
    }
}
