using Catalog.Definitions;
using Catalog.Web.Queries.Flow;
using Ingestion;
using Ingestion.Model;
using Ingestion.Pipelines;
using Lineage.Model;
using Lineage.Runs;

namespace Catalog.Web.Queries.Runs;

/// <summary>Reads what the page of one run shows. Thread-safe.</summary>
public sealed class RunViewReader(IRunQueries runs, RunListReader list, DefinitionRegistry registry, PipelineService pipelines)
{
    /// <summary>The run; null when it is unknown.</summary>
    /// <param name="id">Id of the run.</param>
    /// <param name="named">The job in the form <c>job:NAMESPACE:NAME</c>; null takes the one that used the id first.</param>
    /// <param name="selected">Sequence of the event to be shown; null shows the latest.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public async Task<RunView?> ReadAsync(Guid id, string? named, string? selected, CancellationToken cancellationToken)
    {
        if (await FindAsync(runs, id, named, cancellationToken) is not { } detail)
        {
            return null;
        }

        var job = await list.FindJobAsync(detail.Summary, cancellationToken);
        return new RunView
        {
            Detail = detail,
            Job = job,
            Work = pipelines.Statuses.FirstOrDefault(writer => writer.RunId == id)?.Work,
            Warnings = WarningsOf(detail.Summary, job),
            Inputs = [.. detail.Inputs.Select(Describe)],
            Outputs = [.. detail.Outputs.Select(Describe)],
            Event = detail.Events.FirstOrDefault(known => known.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture) == selected)
                ?? (detail.Events is [.., var latest] ? latest : null),
        };
    }

    /// <summary>The run of an id, of the named job when several jobs share the id.</summary>
    internal static async Task<RunDetail?> FindAsync(IRunQueries runs, Guid id, string? job, CancellationToken cancellationToken)
    {
        var first = await runs.FindAsync(id, null, cancellationToken);
        foreach (var other in first?.SameId ?? [])
        {
            if (other.ToString() == job)
            {
                return await runs.FindAsync(id, other, cancellationToken);
            }
        }

        return first;
    }

    // The journal has the figures once the run has ended; before, the job does.
    private IReadOnlyList<RunWarning> WarningsOf(RunSummary run, IngestionStatus? job)
    {
        if (RunWords.SourceOf(run) is not { } source)
        {
            return [];
        }

        var texts = CheckService.TextsOf(registry.Current, source);
        var figures = job?.Job.Result is { } soFar && run.Figures.Count == 0 ? IngestionFigures.Of(soFar.Read, soFar.Accepted, soFar.Quarantined, soFar.Warnings) : run.Figures;
        return [.. IngestionFigures.WarningsOf(figures).Select(warning => new RunWarning(warning.Key, RunWords.WarningOf(warning.Key, texts), warning.Value))];
    }

    private RunFlow Describe(RunDataset dataset)
    {
        var (kind, title, _) = OwnDatasets.Read(dataset.Id);
        return new RunFlow(dataset.Id, title, FlowKinds.LabelOf(kind), OwnDatasets.PageOf(registry.Current, dataset.Id), dataset.RowCount, dataset.ByteCount);
    }
}

/// <summary>Everything that the page of a run shows.</summary>
public sealed record RunView
{
    public required RunDetail Detail { get; init; }

    /// <summary>The job of a running ingestion or replay; null for any other run.</summary>
    public IngestionStatus? Job { get; init; }

    /// <summary>What the writer of a view has done in this run so far; null for any other run.</summary>
    public ViewWork? Work { get; init; }

    /// <summary>What it warns of, most events first; empty for a run that takes no events.</summary>
    public required IReadOnlyList<RunWarning> Warnings { get; init; }

    public required IReadOnlyList<RunFlow> Inputs { get; init; }

    public required IReadOnlyList<RunFlow> Outputs { get; init; }

    /// <summary>The event whose text is shown; null when there is none.</summary>
    public StoredEvent? Event { get; init; }

    public RunSummary Run => Detail.Summary;
}

/// <summary>A dataset that the run read or wrote.</summary>
/// <param name="Id">Its name as the run gave it.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Kind">What it is, in words.</param>
/// <param name="Href">Its page; null when it has none.</param>
/// <param name="Rows">Rows read or written; null when unknown.</param>
/// <param name="Bytes">Bytes read or written; null when unknown.</param>
public sealed record RunFlow(DatasetId Id, string Title, string Kind, string? Href, long? Rows, long? Bytes);

/// <summary>A rule of severity warning that events of a run break.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Text">What is wrong, in words.</param>
/// <param name="Events">How many events.</param>
public sealed record RunWarning(string Rule, string Text, long Events);
