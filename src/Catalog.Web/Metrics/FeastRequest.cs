using FeatureStore.Serving;

namespace Catalog.Web.Metrics;

/// <summary>One request of a door of Feast's, measured until it is disposed of. Not thread-safe.</summary>
internal sealed class FeastRequest(FeastMetrics metrics, TimeProvider clock, string endpoint) : IDisposable
{
    private readonly long _start = clock.GetTimestamp();
    private (int Features, int Views)? _size;

    /// <summary>Whether the door did what was asked for.</summary>
    internal bool IsSuccess { get; set; }

    /// <summary>How long it has taken so far.</summary>
    internal TimeSpan Elapsed => clock.GetElapsedTime(_start);

    /// <summary>Notes a lookup.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="duration">Its time without the door.</param>
    internal void LookedUp(OnlineFeaturesResponse response, TimeSpan duration)
    {
        metrics.LookedUp(response, duration);
        _size = (response.Columns.Count(static column => column.View is not null), response.Columns.Select(static column => column.View).OfType<FeatureStore.Model.FeatureViewId>().Distinct().Count());
    }

    public void Dispose() => metrics.Answered(endpoint, IsSuccess, Elapsed, _size?.Features, _size?.Views);
}
