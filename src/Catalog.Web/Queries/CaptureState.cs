using Catalog.Core.Errors;
using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using Ingestion;
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

    private static readonly string LostCode = ErrorCodes.Kebab(IngestionErrorCode.CaptureLost);

    /// <summary>Whether changes are missing, which no further attempt brings back.</summary>
    public bool IsLost => Reader.ErrorCode == LostCode || Reader.Figures.SlotState == "lost";

    /// <summary>Whether the server keeps so much of its log for the slot that somebody should look.</summary>
    public bool KeepsMuch => Reader.Figures.RetainedBytes >= ManyBytes || Reader.Figures.SlotState == "unreserved";

    /// <summary>Whether its figures are those of an earlier moment, <see cref="Ingestion.Feeds.FeedStatus.SeenAt"/>.</summary>
    public bool IsOld => Reader is { State: PipelineState.Failing, SeenAt: not null };

    /// <summary>Bytes of the server's log that were not read yet, in words.</summary>
    public string Behind => Reader switch
    {
        _ when IsLost => Numbers.None,
        { State: PipelineState.Starting } or { SeenAt: null } => "not begun",
        { Figures: { IsSnapshot: true, LagBytes: > 0 and var waiting } } => $"not begun, {Numbers.Bytes(waiting)} wait",
        { Figures.IsSnapshot: true } => "not begun",
        { Figures.LagBytes: { } lag } => Numbers.Bytes(Math.Max(0, lag)),
        _ => Numbers.None,
    };

    /// <summary>What the server keeps of its log for the slot, in words.</summary>
    public string Kept => IsLost ? "nothing any more" : Reader.Figures.RetainedBytes is { } bytes ? Numbers.Bytes(Math.Max(0, bytes)) : Numbers.None;

    /// <summary>Its light.</summary>
    public Status Light => Reader.State switch
    {
        _ when IsLost => Status.Failed,
        PipelineState.Failing => Status.Failed,
        PipelineState.Starting => Status.Unknown,
        _ => Reader.Waiting is not null || KeepsMuch ? Status.Late : Reader.Figures.IsSnapshot ? Status.Running : Status.Fresh,
    };

    /// <summary>Words beside the light.</summary>
    public string Text => Reader.State switch
    {
        _ when IsLost => "Slot lost",
        PipelineState.Failing => "Failing, tried again",
        PipelineState.Starting => "Not begun",
        _ => Reader.Waiting is not null ? "Waiting" : Reader.Figures.IsSnapshot ? SnapshotText : KeepsMuch ? "Server keeps much of its log" : "Following changes",
    };

    private string SnapshotText => Reader.Figures is { EstimatedRows: > 0 and var rows } figures
        ? $"Reading rows, {Numbers.Percent(Math.Min(1, figures.SnapshotRows / (double)rows))}"
        : $"Reading rows, {Numbers.Count(Reader.Figures.SnapshotRows)} so far";
}
