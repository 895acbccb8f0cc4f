using FeatureStore.Ports;
using FeatureStore.Statistics;

namespace Conformance.Statistics;

/// <summary>Statistics that last as long as the test.</summary>
public sealed class InMemoryStatisticsStore : IStatisticsStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<(string View, DateOnly Day), ViewStatistics> _days = [];

    public Task SaveAsync(ViewStatistics statistics, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            var key = (statistics.View.Name, statistics.Day);
            if (!_days.TryGetValue(key, out var kept) || kept.At <= statistics.At)
            {
                _days[key] = statistics;
            }
        }

        return Task.CompletedTask;
    }

    public Task<ViewStatistics?> FindLatestAsync(string view, CancellationToken cancellationToken)
        => Task.FromResult(Of(view).LastOrDefault());

    public Task<IReadOnlyList<StatisticsDay>> ListLatestAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<StatisticsDay>>(
                [.. _days.Values.GroupBy(static day => day.View.Name).OrderBy(static view => view.Key, StringComparer.Ordinal).Select(static view => StatisticsDay.Of(view.Last()))]);
        }
    }

    public Task<IReadOnlyList<StatisticsDay>> GetHistoryAsync(string view, DateOnly from, DateOnly to, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<StatisticsDay>>([.. Of(view).Select(StatisticsDay.Of).Where(day => day.Day >= from && day.Day <= to)]);

    public Task<int> DeleteBeforeAsync(DateOnly day, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return Task.FromResult(_days.Keys.Where(key => key.Day < day).ToList().Count(_days.Remove));
        }
    }

    private List<ViewStatistics> Of(string view)
    {
        lock (_lock)
        {
            return [.. _days.Where(pair => pair.Key.View == view).Select(static pair => pair.Value)];
        }
    }
}
