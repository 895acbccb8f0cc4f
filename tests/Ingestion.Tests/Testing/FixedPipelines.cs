using Ingestion.Pipelines;

namespace Ingestion.Tests.Testing;

/// <summary>Writers as the test wants them.</summary>
internal sealed class FixedPipelines(params PipelineStatus[] statuses) : IPipelineStatuses
{
    public IReadOnlyList<PipelineStatus> Statuses => statuses;
}
