using System.Globalization;
using Catalog.Core.Events;
using FeatureStore.Model;
using Ingestion.Batches;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Pipelines;

/// <summary>How a run of a view's writer presents itself: it reads the source's events and writes the view.</summary>
internal sealed class ViewRunDescription(FeatureView view, ISourceRegistry sources) : PumpRunDescription
{
    internal const string ViewGone = "The view was changed or removed before everything was written.";

    internal override IngestionJobKind Kind => IngestionJobKind.CatchUp;

    internal override string Subject => view.Id.ToString();

    internal override string Gone => ViewGone;

    internal override string Title(int partition, bool isBehind) => TitleOf(view.Source, partition, isBehind);

    internal override RunStart Start(IngestionJob job) => new()
    {
        RunId = job.RunId,
        Kind = RunKind.Materialization,
        Job = JobOf(view.Name),
        Domain = view.Domain,
        Inputs = [Input()],
        Outputs = [ViewDataset.WithOrigins(view)],
        ProgressUnit = "events",
        Title = job.Title,
    };

    internal override RunOutcome Outcome(ViewWork work, string? summary) => new()
    {
        Inputs = [Input() with { RowCount = work.Events }],
        Outputs = [ViewDataset.WithOrigins(view) with { RowCount = work.Rows, ByteCount = view.Offline ? work.Bytes : null }],
        Figures = work.ToFigures(),
        Summary = summary,
    };

    /// <summary>The run of a view version that is not in force any more: there is no definition to describe it with.</summary>
    internal static RunStart StartOfGone(IngestionJob job) => new()
    {
        RunId = job.RunId,
        Kind = RunKind.Materialization,
        Job = JobOf(job.Subject.Split('@')[0]),
        Domain = DatasetRef.Own,
        ProgressUnit = "events",
        Title = job.Title,
    };

    /// <summary>For people: what is read, and whether much of it waits.</summary>
    internal static string TitleOf(string source, int partition, bool isBehind)
    {
        var title = isBehind ? $"catching up with {source}" : $"stream from {source}";
        return partition == 0 ? title : string.Create(CultureInfo.InvariantCulture, $"{title}, partition {partition}");
    }

    private static string JobOf(string view) => "materialize." + view;

    private DatasetRef Input() => sources.FindSource(view.Source) is { } source ? SourceDataset.Of(source) : DatasetRef.Source(view.Source);
}
