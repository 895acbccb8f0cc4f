using Catalog.Persistence.Model;
using Catalog.Persistence.Storage;
using FeatureStore.Ports;
using FeatureStore.Statistics;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.FeatureStore.Repositories;

internal sealed class StatisticsStore(CatalogDatabase<FeatureStoreDbContext> database) : IStatisticsStore
{
    public Task SaveAsync(ViewStatistics statistics, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                var (summary, body) = (BodyJson.Write(StatisticsDay.Of(statistics)), BodyJson.Write(statistics));
                if (await context.Statistics.FindAsync([statistics.View.Name, statistics.Day], token).ConfigureAwait(false) is not { } row)
                {
                    context.Statistics.Add(new StatisticsEntity
                    {
                        View = statistics.View.Name, Day = statistics.Day, At = statistics.At, Summary = summary, Body = body,
                    });
                }
                else if (row.At <= statistics.At)
                {
                    (row.At, row.Summary, row.Body) = (statistics.At, summary, body);
                }
            },
            cancellationToken);

    public Task<ViewStatistics?> FindLatestAsync(string view, CancellationToken cancellationToken)
        => database.ReadAsync(
            async (context, token) =>
            {
                var body = await context.Statistics
                    .Where(row => row.View == view).OrderByDescending(static row => row.Day).Select(static row => row.Body)
                    .FirstOrDefaultAsync(token).ConfigureAwait(false);
                return body is null ? null : BodyJson.Read<ViewStatistics>(body);
            },
            cancellationToken);

    public Task<IReadOnlyList<StatisticsDay>> ListLatestAsync(CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<StatisticsDay>>(
            async (context, token) =>
            {
                var newest = context.Statistics.GroupBy(static row => row.View).Select(static group => new { View = group.Key, Day = group.Max(static row => row.Day) });
                var rows = await context.Statistics
                    .Join(newest, static row => new { row.View, row.Day }, static last => last, static (row, _) => row)
                    .OrderBy(static row => row.View).Select(static row => row.Summary)
                    .ToListAsync(token).ConfigureAwait(false);
                return Read(rows);
            },
            cancellationToken);

    public Task<IReadOnlyList<StatisticsDay>> GetHistoryAsync(string view, DateOnly from, DateOnly to, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<StatisticsDay>>(
            async (context, token) => Read(await context.Statistics
                .Where(row => row.View == view && row.Day >= from && row.Day <= to)
                .OrderBy(static row => row.Day).Select(static row => row.Summary)
                .ToListAsync(token).ConfigureAwait(false)),
            cancellationToken);

    public Task<int> DeleteBeforeAsync(DateOnly day, CancellationToken cancellationToken)
        => database.WriteAsync((context, token) => context.Statistics.Where(row => row.Day < day).ExecuteDeleteAsync(token), cancellationToken);

    private static List<StatisticsDay> Read(List<string> summaries) => summaries.ConvertAll(static summary => BodyJson.Read<StatisticsDay>(summary));
}
