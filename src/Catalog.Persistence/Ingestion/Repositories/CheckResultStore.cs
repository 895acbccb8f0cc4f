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

    public Task<IReadOnlyList<CheckDay>> GetHistoryAsync(string? source, DateOnly from, DateOnly to, CancellationToken cancellationToken)
    {
        var (first, end) = (StartOf(from), StartOf(to.AddDays(1)));
        return database.ReadAsync<IReadOnlyList<CheckDay>>(
            async (context, token) =>
            {
                var results = await ReadAsync(Of(context, source).Where(row => row.At >= first && row.At < end), token).ConfigureAwait(false);
                return [.. results.GroupBy(static result => (result.Source, result.Rule, Day: DateOnly.FromDateTime(result.At.ToDateTime())))
                    .OrderBy(static day => day.Key.Source, StringComparer.Ordinal).ThenBy(static day => day.Key.Rule, StringComparer.Ordinal).ThenBy(static day => day.Key.Day)
                    .Select(static day => new CheckDay(day.Key.Day, CheckTotal.Of(day)))];
            },
            cancellationToken);
    }

    public Task<IReadOnlyList<CheckTotal>> GetTotalsAsync(string? source, CheckSpan span, CancellationToken cancellationToken)
        => database.ReadAsync<IReadOnlyList<CheckTotal>>(
            async (context, token) =>
            {
                var runs = await Of(context, source).Where(row => row.At >= span.From).GroupBy(static row => new { row.Source, row.At })
                    .Select(static run => new { run.Key.Source, run.Key.At, Checked = run.Max(static row => row.Checked) }).ToListAsync(token).ConfigureAwait(false);
                var since = runs.GroupBy(static run => run.Source, StringComparer.Ordinal)
                    .ToDictionary(static of => of.Key, of => CheckTotal.SinceOf(of.Select(static run => (run.At, run.Checked)), span.Events, span.Lately), StringComparer.Ordinal);
                var first = since.Values.DefaultIfEmpty(span.From).Min();
                var results = await ReadAsync(Of(context, source).Where(row => row.At >= first), token).ConfigureAwait(false);
                return [.. results.Where(result => since.TryGetValue(result.Source, out var start) && result.At >= start)
                    .GroupBy(static result => (result.Source, result.Rule)).Select(CheckTotal.Of)
                    .OrderBy(static total => total.Source, StringComparer.Ordinal).ThenBy(static total => total.Rule, StringComparer.Ordinal)];
            },
            cancellationToken);

    // Only measures need what their document says beside the columns.
    private static async Task<IReadOnlyList<CheckResult>> ReadAsync(IQueryable<CheckEntity> found, CancellationToken cancellationToken)
    {
        var rows = await found.Select(static row => new
        {
            row.RunId, row.Source, row.Rule, row.At, row.Outcome, row.Checked, row.Violations, Body = row.Rule.StartsWith(MeasureNames.Prefix) ? row.Body : null,
        }).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(static row => row.Body is { } body ? BodyJson.Read<CheckResult>(body) : new CheckResult
        {
            RunId = row.RunId, Source = row.Source, Contract = string.Empty, ContractVersion = string.Empty, Rule = row.Rule,
            Outcome = row.Outcome, Checked = row.Checked, Violations = row.Violations, At = row.At,
        })];
    }

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
