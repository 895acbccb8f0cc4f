using Catalog.Core.Model;
using Catalog.Core.Values;
using Ingestion.Contracts;
using Ingestion.Model;

namespace Ingestion.Batches;

/// <summary>Turns the figures of a run into one result for each rule of its contract.</summary>
internal sealed class CheckReport(ContractChecker checker, string source, Guid runId, IngestionTally tally, Instant at)
{
    internal IReadOnlyList<CheckResult> Make()
        => [.. checker.Rules.Select(OfRule), .. checker.Measures.Select(OfMeasure), .. checker.Times.Select(OfTime)];

    /// <summary>Records that could be looked into. One that is malformed has no columns, so that nothing but its form was checked.</summary>
    private long Seen => tally.Read - tally.ByRule.GetValueOrDefault(EventRules.Malformed);

    private long CheckedBy(NamedRule rule) => rule.Name == EventRules.Malformed ? tally.Read : Seen;

    /// <summary>
    /// Later times are counted and not judged: a date by which something is due is right, the end of what has just begun is not. A run without any says so too, or the check would come and go.
    /// </summary>
    private CheckResult OfTime(TimeColumn column)
    {
        var later = tally.Measures.GetValueOrDefault(column.Rule);
        return Result(new NamedRule(column.Rule, column.Name, IsWarning: true), later) with { Message = EventRules.FutureMessage(later, Seen) };
    }

    private CheckResult OfRule(NamedRule rule)
    {
        var violations = tally.ByRule.GetValueOrDefault(rule.Name) + tally.Warnings.GetValueOrDefault(rule.Name);
        var undecided = tally.Undecided.GetValueOrDefault(rule.Name);
        return Result(rule, violations) with
        {
            Outcome = rule.SkipReason is not null || CheckedBy(rule) == 0 ? CheckOutcome.Skip
                : undecided > 0 ? CheckOutcome.Error
                : OutcomeOf(violations == 0, rule),
            Message = rule.SkipReason ?? (undecided > 0 ? $"The rule could not be decided for {undecided} events within Ingestion:PatternTimeout." : null),
        };
    }

    private CheckResult OfMeasure(MeasureRule measure)
    {
        var quality = measure.Quality;
        long counted = quality.Metric switch
        {
            QualityMetric.RowCount => Seen,
            QualityMetric.DuplicateValues when measure.CountedBy is { } rule
                => tally.Measures.GetValueOrDefault(rule) + tally.ByRule.GetValueOrDefault(rule) + tally.Warnings.GetValueOrDefault(rule),
            _ => tally.Measures.GetValueOrDefault(measure.Name.Name),
        };
        var skips = measure.Name.SkipReason is not null || (quality.IsPercent && Seen == 0);
        var measured = quality.IsPercent ? 100.0 * counted / Math.Max(1, Seen) : counted;
        var holds = quality.Holds(measured);
        return Result(measure.Name, skips || holds ? 0 : counted) with
        {
            Outcome = skips ? CheckOutcome.Skip : OutcomeOf(holds, measure.Name),
            Measured = skips ? null : measured,
            Message = measure.Name.SkipReason,
        };
    }

    private static CheckOutcome OutcomeOf(bool holds, NamedRule rule)
        => holds ? CheckOutcome.Pass : rule.IsWarning ? CheckOutcome.Warn : CheckOutcome.Fail;

    private CheckResult Result(NamedRule rule, long violations) => new()
    {
        RunId = runId,
        Source = source,
        Contract = checker.Contract?.Name ?? string.Empty,
        ContractVersion = checker.Contract?.Version ?? string.Empty,
        Rule = rule.Name,
        Column = rule.Column,
        Outcome = CheckOutcome.Skip,
        Checked = CheckedBy(rule),
        Violations = violations,
        At = at,
    };
}
