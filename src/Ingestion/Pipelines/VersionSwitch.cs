using FeatureStore.Model;

namespace Ingestion.Pipelines;

/// <summary>One version of a view taking the place of another.</summary>
/// <param name="earlier">The version that answered before; null when there was none.</param>
internal sealed class VersionSwitch(FeatureViewId? earlier)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal FeatureViewId? Earlier => earlier;

    /// <summary>Completes when the new version has everything.</summary>
    internal Task Flushed { get; set; } = Task.CompletedTask;

    /// <summary>Completes when the new version answers, or when the earlier one goes on.</summary>
    internal Task Ended => _ended.Task;

    internal void End() => _ended.TrySetResult();
}
