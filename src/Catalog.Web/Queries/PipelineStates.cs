using Ingestion.Pipelines;

namespace Catalog.Web.Queries;

/// <summary>Takes the states of several writers together.</summary>
internal static class PipelineStates
{
    /// <summary>The least of them: one that fails fails all, and without one nothing has begun.</summary>
    internal static PipelineState Least(IEnumerable<PipelineState> states)
    {
        List<PipelineState> all = [.. states];
        return all.Contains(PipelineState.Failing) ? PipelineState.Failing
            : all.Count == 0 || all.Contains(PipelineState.Starting) ? PipelineState.Starting
            : PipelineState.Running;
    }
}
