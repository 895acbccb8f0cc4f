namespace Ingestion.Pipelines;

/// <summary>Tells how far the writers of the views are. Thread-safe.</summary>
internal interface IPipelineStatuses
{
    /// <summary>By view and partition; empty where nothing is written in this process.</summary>
    IReadOnlyList<PipelineStatus> Statuses { get; }
}
