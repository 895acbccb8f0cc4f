using Catalog.Web.Queries.Runs;
using Catalog.Web.ViewModels;
using Ingestion;
using Ingestion.Model;

namespace Catalog.Web.Queries;

/// <summary>How the state of an ingestion job is said and lit.</summary>
public static class JobWords
{
    /// <summary>The state in words, and whether anybody carries it out.</summary>
    public static string StateOf(IngestionStatus status) => status.IsInterrupted ? RunWords.Interrupted : StateOf(status.Job);

    /// <summary>Its light.</summary>
    public static Status StatusOf(IngestionStatus status) => status.IsInterrupted ? Status.Late : StatusOf(status.Job);

    /// <summary>The state in words; content that was there already says so.</summary>
    public static string StateOf(IngestionJob job) => job switch
    {
        { State: IngestionJobState.Completed, Result.AlreadyIngested: true } => "Was there already",
        { State: IngestionJobState.Completed } => "Succeeded",
        { State: IngestionJobState.Cancelling } => "Being cancelled",
        { State: IngestionJobState.Queued } => RunWords.Queued,
        { State: IngestionJobState.Failed, ErrorCode: { } code } => $"Failed, {code}",
        _ => job.State.ToString(),
    };

    /// <summary>Its light.</summary>
    public static Status StatusOf(IngestionJob job) => job.State switch
    {
        IngestionJobState.Completed => Status.Fresh,
        IngestionJobState.Failed => Status.Failed,
        IngestionJobState.Running or IngestionJobState.Cancelling => Status.Running,
        _ => Status.Unknown,
    };
}
