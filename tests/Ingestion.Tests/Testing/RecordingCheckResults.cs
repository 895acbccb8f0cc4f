using System.Collections.Concurrent;
using Catalog.Core.Values;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Tests.Testing;

/// <summary>Keeps the results of checks in memory.</summary>
internal sealed class RecordingCheckResults : ICheckResultStore
{
    private readonly ConcurrentDictionary<(Guid RunId, string Rule), CheckResult> _results = new();

    public IReadOnlyList<CheckResult> All => [.. _results.Values.OrderBy(static result => result.Rule, StringComparer.Ordinal)];

    public Task SaveAsync(IReadOnlyList<CheckResult> results, CancellationToken cancellationToken)
    {
        foreach (var result in results)
        {
            _results[(result.RunId, result.Rule)] = result;
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<CheckResult>> GetLatestAsync(string? source, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<CheckResult>>([.. All
            .Where(result => source is null || result.Source == source)
            .GroupBy(static result => (result.Source, result.Rule))
            .Select(static group => group.OrderBy(static result => result.Outcome == CheckOutcome.Skip).ThenByDescending(static result => result.At).First())]);

    public Task<IReadOnlyList<CheckDay>> GetHistoryAsync(string? source, DateOnly from, DateOnly to, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<CheckDay>>([.. All
            .Where(result => source is null || result.Source == source)
            .GroupBy(static result => (result.Source, result.Rule, Day: DateOnly.FromDateTime(result.At.ToDateTime())))
            .Where(group => group.Key.Day >= from && group.Key.Day <= to)
            .Select(static group => new CheckDay(group.Key.Day, CheckTotal.Of(group)))]);

    public Task<IReadOnlyList<CheckTotal>> GetTotalsAsync(string? source, CheckSpan span, CancellationToken cancellationToken) => throw new NotSupportedException();
}
