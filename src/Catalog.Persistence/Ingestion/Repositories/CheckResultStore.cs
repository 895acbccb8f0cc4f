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
                        (row.At, row.Outcome, row.Checked, row.Violations) = (result.At, result.Outcome, result.Checked, result.Violations);
                        row.Body = BodyJson.Write(result);
                        continue;
                    }

                    context.Checks.Add(ToRow(result));
                }
            },
            cancellationToken);

    public Task<IReadOnlyList<CheckResult>> GetLatestAsync(string? source, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<CheckResult>>(
            async (context, token) =>
            {
                var newest = await Of(context, source).GroupBy(static row => new { row.Source, row.Rule, Decides = row.Outcome != CheckOutcome.Skip && row.Checked > 0 })
                    .Select(static rule => new { rule.Key.Source, rule.Key.Rule, rule.Key.Decides, At = rule.Max(static row => row.At) })
                    .ToListAsync(token).ConfigureAwait(false);
                var ends = newest.GroupBy(static rule => rule.Source).ToDictionary(static rules => rules.Key, static rules => rules.Max(static rule => rule.At), StringComparer.Ordinal);
                var wanted = newest.GroupBy(static rule => (rule.Source, rule.Rule))
                    .Where(rule => rule.Max(static result => result.At) == ends[rule.Key.Source])
                    .ToDictionary(static rule => rule.Key, static rule => rule.OrderByDescending(static result => result.Decides).ThenByDescending(static result => result.At).First().At);
                var times = wanted.Values.Distinct().ToList();
                var rows = await Of(context, source).Where(row => times.Contains(row.At)).ToListAsync(token).ConfigureAwait(false);
                return [.. rows.Where(row => wanted.TryGetValue((row.Source, row.Rule), out var at) && row.At == at)
                    .OrderBy(static row => row.Source, StringComparer.Ordinal).ThenBy(static row => row.Rule, StringComparer.Ordinal)
                    .Select(static row => BodyJson.Read<CheckResult>(row.Body))];
            },
            cancellationToken);

    public async Task<IReadOnlyList<CheckDay>> GetHistoryAsync(string? source, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var (first, end) = (StartOf(from), StartOf(to.AddDays(1)));
        var results = await database.ReadAsync(
            (context, token) => Of(context, source).Where(row => row.At >= first && row.At < end)
                .Select(static row => new { row.Source, row.Rule, row.At, row.Outcome, row.Checked, row.Violations }).ToListAsync(token),
            cancellationToken).ConfigureAwait(false);
        return [.. results.GroupBy(static result => (result.Source, result.Rule, Day: DateOnly.FromDateTime(result.At.ToDateTime())))
            .OrderBy(static day => day.Key.Source, StringComparer.Ordinal).ThenBy(static day => day.Key.Rule, StringComparer.Ordinal).ThenBy(static day => day.Key.Day)
            .Select(static day => new CheckDay(
                day.Key.Source, day.Key.Rule, day.Key.Day, day.Max(static result => result.Outcome), day.Sum(static result => result.Checked),
                day.Sum(static result => result.Violations)))];
    }

    public Task<IReadOnlyList<CheckTotal>> GetTotalsAsync(string? source, Instant from, long events, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<CheckTotal>>(
            async (context, token) =>
            {
                var runs = await Of(context, source).Where(row => row.At >= from).GroupBy(static row => new { row.Source, row.At })
                    .Select(static run => new { run.Key.Source, run.Key.At, Checked = run.Max(static row => row.Checked) }).ToListAsync(token).ConfigureAwait(false);
                var since = runs.GroupBy(static run => run.Source, StringComparer.Ordinal)
                    .ToDictionary(static of => of.Key, of => CheckTotal.SinceOf(of.Select(static run => (run.At, run.Checked)), events), StringComparer.Ordinal);
                var first = since.Values.DefaultIfEmpty(from).Min();

                // Only measures need what their document says beside the columns.
                var rows = await Of(context, source).Where(row => row.At >= first).Select(static row => new
                {
                    row.RunId, row.Source, row.Rule, row.At, row.Outcome, row.Checked, row.Violations, Body = row.Rule.StartsWith(MeasureNames.Prefix) ? row.Body : null,
                }).ToListAsync(token).ConfigureAwait(false);
                return [.. rows.Where(row => since.TryGetValue(row.Source, out var start) && row.At >= start)
                    .Select(static row => row.Body is { } body ? BodyJson.Read<CheckResult>(body) : new CheckResult
                    {
                        RunId = row.RunId, Source = row.Source, Contract = string.Empty, ContractVersion = string.Empty, Rule = row.Rule,
                        Outcome = row.Outcome, Checked = row.Checked, Violations = row.Violations, At = row.At,
                    })
                    .GroupBy(static result => (result.Source, result.Rule)).Select(CheckTotal.Of).OfType<CheckTotal>()
                    .OrderBy(static total => total.Source, StringComparer.Ordinal).ThenBy(static total => total.Rule, StringComparer.Ordinal)];
            },
            cancellationToken);

    private static Instant StartOf(DateOnly day) => Instant.FromDateTime(day.ToDateTime(TimeOnly.MinValue));

    private static IQueryable<CheckEntity> Of(IngestionDbContext context, string? source)
        => source is null ? context.Checks : context.Checks.Where(row => row.Source == source);

    private static CheckEntity ToRow(CheckResult result) => new()
    {
        RunId = result.RunId,
        Source = result.Source,
        Rule = result.Rule,
        At = result.At,
        Outcome = result.Outcome,
        Checked = result.Checked,
        Violations = result.Violations,
        Body = BodyJson.Write(result),
    };
}
