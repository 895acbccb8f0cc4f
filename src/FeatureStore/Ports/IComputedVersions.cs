using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Ports;

/// <summary>
/// Which versions of feature views have been computed from everything that was in the log at some moment: from then on they answer in the place of earlier ones. Never taken back.
/// Thread-safe, also between processes.
/// </summary>
public interface IComputedVersions
{
    /// <summary>All of them, in no order.</summary>
    Task<IReadOnlyList<FeatureViewId>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Records that a version is computed. Again changes nothing: the first moment stays.</summary>
    /// <param name="view">The version.</param>
    /// <param name="at">When it was.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    Task MarkAsync(FeatureViewId view, Instant at, CancellationToken cancellationToken);
}
