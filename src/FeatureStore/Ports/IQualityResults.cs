using FeatureStore.Model;

namespace FeatureStore.Ports;

/// <summary>What the checks of contracts said of the events of sources. Thread-safe.</summary>
public interface IQualityResults
{
    /// <summary>
    /// For each rule of a source the newest result that checked events, ordered by source and rule: of the source and, where it is made from others, of these. Empty when nothing was checked yet.
    /// </summary>
    /// <param name="source">Name of the source.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    Task<IReadOnlyList<ManifestCheck>> GetLatestAsync(string source, CancellationToken cancellationToken);
}
