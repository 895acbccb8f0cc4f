using Ingestion;
using Ingestion.Model;
using Ingestion.Ports;

namespace Catalog.Web.Queries;

/// <summary>Gathers what the page of a source tells. Thread-safe.</summary>
public sealed class SourceDetailsService(SourceFactsService facts, CheckService checks, IngestionService ingestion, IQuarantineStore quarantine, TimeProvider clock)
{
    /// <summary>Days over which arrivals are counted, today included.</summary>
    public const int DayCount = 14;

    /// <summary>Jobs that are looked at: enough for two weeks of hourly pushes.</summary>
    private const int MostJobs = 400;

    /// <summary>The source; null when the domain has none of that name.</summary>
    public async Task<SourceDetails?> FindAsync(string domain, string name, CancellationToken cancellationToken)
    {
        if (await facts.FindAsync(name, cancellationToken) is not { } found || found.Source.Domain != domain)
        {
            return null;
        }

        var jobs = await ingestion.ListAsync(name, MostJobs, cancellationToken);
        return new SourceDetails(
            found,
            await checks.ListAsync([name], cancellationToken),
            jobs,
            await quarantine.CountByRuleAsync(new QuarantineFilter { Source = name, State = QuarantineState.Open }, cancellationToken),
            CountDays([.. jobs.Select(static status => status.Job), .. await ingestion.ListFeedJobsAsync(name, MostJobs, cancellationToken)]));
    }

    private IReadOnlyList<DayCount> CountDays(IReadOnlyList<IngestionJob> jobs)
    {
        var accepted = jobs.Where(static job => job is { EndedAt: not null, Result.AlreadyIngested: false } or { EndedAt: not null, Kind: IngestionJobKind.Topic or IngestionJobKind.Capture })
            .GroupBy(static job => DateOnly.FromDateTime(job.EndedAt.GetValueOrDefault().ToDateTime()))
            .ToDictionary(static day => day.Key, static day => day.Sum(static job => job.Result?.Accepted ?? job.Work?.Rows ?? 0));
        var first = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(1 - DayCount);
        return [.. Enumerable.Range(0, DayCount).Select(first.AddDays).Select(day => new DayCount(day, accepted.GetValueOrDefault(day)))];
    }
}
