using FeatureStore.Statistics;

namespace FeatureStore.Ports;

/// <summary>Keeps the newest statistics of each view and UTC day. Thread-safe, also between processes.</summary>
public interface IStatisticsStore
{
    /// <summary>
    /// Keeps statistics in the place of those of the same view name and UTC day, of whatever version. Statistics that are older than what is kept change nothing.
    /// </summary>
    Task SaveAsync(ViewStatistics statistics, CancellationToken cancellationToken);

    /// <summary>The newest statistics of the view, of whatever version; null when there are none.</summary>
    Task<ViewStatistics?> FindLatestAsync(string view, CancellationToken cancellationToken);

    /// <summary>For each view its newest day, ordered by view name.</summary>
    Task<IReadOnlyList<StatisticsDay>> ListLatestAsync(CancellationToken cancellationToken);

    /// <summary>The days of a view from <paramref name="from"/> to <paramref name="to"/>, both included, oldest first; days without statistics are left out.</summary>
    Task<IReadOnlyList<StatisticsDay>> GetHistoryAsync(string view, DateOnly from, DateOnly to, CancellationToken cancellationToken);

    /// <summary>Forgets all days before <paramref name="day"/>; returns how many.</summary>
    Task<int> DeleteBeforeAsync(DateOnly day, CancellationToken cancellationToken);
}
