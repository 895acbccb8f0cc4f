using Catalog.Core.Values;
using Catalog.Persistence.Model;
using Catalog.Persistence.Storage;
using Ingestion.Model;
using Ingestion.Ports;
using Microsoft.EntityFrameworkCore;

namespace Catalog.Persistence.Ingestion.Repositories;

internal sealed class CheckResultStore(CatalogDatabase<IngestionDbContext> database) : ICheckResultStore
{
    public Task SaveAsync(IReadOnlyList<CheckResult> results, CancellationToken cancellationToken)
        => database.WriteAsync(
            async (context, token) =>
            {
                foreach (var result in results)
                {
                    if (await context.Checks.FindAsync([result.RunId, result.Source, result.Rule], token).ConfigureAwait(false) is { } row)
                    {
                        row.At = result.At;
                        row.Body = BodyJson.Write(result);
                        continue;
                    }

                    context.Checks.Add(new CheckEntity
                    {
                        RunId = result.RunId, Source = result.Source, Rule = result.Rule, At = result.At, Body = BodyJson.Write(result),
                    });
                }
            },
            cancellationToken);

    public async Task<IReadOnlyList<CheckResult>> GetLatestAsync(string source, CancellationToken cancellationToken)
    {
        var results = await ReadAsync(rows => rows.Where(row => row.Source == source), cancellationToken).ConfigureAwait(false);
        return [.. results.GroupBy(static result => result.Rule)
            .Select(static rule => rule.OrderBy(static result => result.Outcome == CheckOutcome.Skip).ThenByDescending(static result => result.At).First())
            .OrderBy(static result => result.Rule, StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<CheckDay>> GetHistoryAsync(string source, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var (first, end) = (StartOf(from), StartOf(to.AddDays(1)));
        var results = await ReadAsync(
            rows => rows.Where(row => row.Source == source && row.At >= first && row.At < end), cancellationToken).ConfigureAwait(false);
        return [.. results.GroupBy(static result => (result.Rule, Day: DateOnly.FromDateTime(result.At.ToDateTime())))
            .OrderBy(static day => day.Key.Rule, StringComparer.Ordinal).ThenBy(static day => day.Key.Day)
            .Select(static day => new CheckDay(
                day.Key.Rule, day.Key.Day, day.Max(static result => result.Outcome), day.Sum(static result => result.Checked), day.Sum(static result => result.Violations)))];
    }

    private static Instant StartOf(DateOnly day) => Instant.FromDateTime(day.ToDateTime(TimeOnly.MinValue));

    private Task<List<CheckResult>> ReadAsync(Func<IQueryable<CheckEntity>, IQueryable<CheckEntity>> select, CancellationToken cancellationToken)
        => database.ReadAsync(
            async (context, token) =>
            {
                var rows = await select(context.Checks).ToListAsync(token).ConfigureAwait(false);
                return rows.ConvertAll(static row => BodyJson.Read<CheckResult>(row.Body));
            },
            cancellationToken);
}
