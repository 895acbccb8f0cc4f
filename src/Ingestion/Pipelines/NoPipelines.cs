namespace Ingestion.Pipelines;

/// <summary>Where no view is written, nobody is behind.</summary>
internal sealed class NoPipelines : IPipelineStatuses
{
    public IReadOnlyList<PipelineStatus> Statuses => [];
}
