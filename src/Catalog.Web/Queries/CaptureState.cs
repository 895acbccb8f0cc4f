using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using Ingestion.Captures;
using Ingestion.Model;
using Ingestion.Pipelines;

namespace Catalog.Web.Queries;

/// <summary>How far a table has been captured into its source.</summary>
/// <param name="Capture">The table.</param>
/// <param name="Reader">What its reader does; not begun where nobody reads.</param>
/// <param name="Left">Slots on the same connection that no source reads.</param>
public sealed record CaptureState(SourceCapture Capture, CaptureStatus Reader, IReadOnlyList<LeftSlot> Left)
{
    /// <summary>So much of the server's log is kept without anybody having to look at it.</summary>
    private const long ManyBytes = 1L << 30;

    /// <summary>Whether the server keeps so much of its log for the slot that somebody should look.</summary>
    public bool KeepsMuch => Reader.Figures.RetainedBytes >= ManyBytes || Reader.Figures.SlotState is "unreserved" or "lost";

    /// <summary>Its light.</summary>
    public Status Light => Reader.State switch
    {
        PipelineState.Failing => Status.Failed,
        PipelineState.Starting => Status.Unknown,
        _ => Reader.Waiting is not null || KeepsMuch ? Status.Late : Reader.Figures.IsSnapshot ? Status.Running : Status.Fresh,
    };

    /// <summary>Words beside the light.</summary>
    public string Text => Reader.State switch
    {
        PipelineState.Failing => "Failing, tried again",
        PipelineState.Starting => "Not begun",
        _ => Reader.Waiting is not null ? "Waiting" : Reader.Figures.IsSnapshot ? SnapshotText : KeepsMuch ? "Server keeps much of its log" : "Following changes",
    };

    private string SnapshotText => Reader.Figures is { EstimatedRows: > 0 and var rows } figures
        ? $"Reading rows, {Numbers.Percent(Math.Min(1, figures.SnapshotRows / (double)rows))}"
        : $"Reading rows, {Numbers.Count(Reader.Figures.SnapshotRows)} so far";
}
