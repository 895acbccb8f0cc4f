using System.Globalization;
using Catalog.Core.Events;
using FeatureStore.Model;
using Ingestion.Batches;
using Ingestion.Model;

namespace Ingestion.Pipelines;

/// <summary>How a run of a view's writer presents itself in the journal: it reads the source's events and writes the view.</summary>
internal static class ViewRunDescription
{
    /// <param name="view">The view.</param>
    /// <param name="partition">Partition of the log.</param>
    /// <param name="isBehind">Whether much waits to be written.</param>
    internal static string Title(FeatureView view, int partition, bool isBehind)
    {
        var title = isBehind ? $"catching up with {view.Source}" : $"stream from {view.Source}";
        return partition == 0 ? title : string.Create(CultureInfo.InvariantCulture, $"{title}, partition {partition}");
    }

    /// <param name="job">The job of the run.</param>
    /// <param name="view">The view.</param>
    /// <param name="source">Its source; null when it is gone.</param>
    internal static RunStart Start(IngestionJob job, FeatureView view, Source? source) => new()
    {
        RunId = job.RunId,
        Kind = RunKind.Materialization,
        Job = JobOf(view.Name),
        Domain = view.Domain,
        Inputs = [InputOf(view, source)],
        Outputs = [ViewDataset.WithOrigins(view)],
        ProgressUnit = "events",
        Title = job.Title,
    };

    /// <summary>The run of a view version that is not in force any more: there is no definition to describe it with.</summary>
    internal static RunStart Start(IngestionJob job, string view) => new()
    {
        RunId = job.RunId,
        Kind = RunKind.Materialization,
        Job = JobOf(view),
        Domain = DatasetRef.Own,
        ProgressUnit = "events",
        Title = job.Title,
    };

    /// <param name="work">What was done.</param>
    /// <param name="view">The view.</param>
    /// <param name="source">Its source; null when it is gone.</param>
    /// <param name="summary">What the figures do not say; null when they say it all.</param>
    internal static RunOutcome Outcome(ViewWork work, FeatureView view, Source? source, string? summary) => new()
    {
        Inputs = [InputOf(view, source) with { RowCount = work.Events }],
        Outputs = [ViewDataset.WithOrigins(view) with { RowCount = work.Rows, ByteCount = view.Offline ? work.Bytes : null }],
        Figures = work.ToFigures(),
        Summary = summary,
    };

    private static string JobOf(string view) => "materialize." + view;

    private static DatasetRef InputOf(FeatureView view, Source? source) => source is null ? DatasetRef.Source(view.Source) : SourceDataset.Of(source);
}
