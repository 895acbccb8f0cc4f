using Ingestion;
using Ingestion.Model;

namespace Catalog.Web.Queries;

/// <summary>What the page of a source tells.</summary>
/// <param name="Facts">The source in numbers.</param>
/// <param name="Checks">Its checks, worst first.</param>
/// <param name="Jobs">Its newest jobs, newest first.</param>
/// <param name="Refused">Refused events that wait, by rule, most first.</param>
/// <param name="Arrivals">Events accepted a day, oldest first, from those jobs that ended then.</param>
public sealed record SourceDetails(
    SourceFacts Facts, IReadOnlyList<CheckLine> Checks, IReadOnlyList<IngestionStatus> Jobs, IReadOnlyList<RuleCount> Refused, IReadOnlyList<DayCount> Arrivals)
{
    /// <summary>All checks together.</summary>
    public CheckCounts Counts => CheckCounts.Of(Checks);
}

/// <summary>A number of one UTC day.</summary>
public sealed record DayCount(DateOnly Day, long Count);
