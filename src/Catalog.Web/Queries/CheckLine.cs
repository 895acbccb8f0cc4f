using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using Ingestion.Model;

namespace Catalog.Web.Queries;

/// <summary>One check of a source as pages and answers show it: its newest result, what its recent runs said together, and what it said day by day.</summary>
public sealed record CheckLine
{
    /// <summary>The newest result.</summary>
    public required CheckResult Result { get; init; }

    /// <summary>What the recent runs said together.</summary>
    public required CheckTotal Total { get; init; }

    /// <summary>The rule in words.</summary>
    public required RuleText Rule { get; init; }

    /// <summary>The domain of the source; null when the source was removed.</summary>
    public required string? Domain { get; init; }

    /// <summary>One cell a day, oldest first, today last.</summary>
    public required IReadOnlyList<HeatCell> Days { get; init; }

    /// <summary>What the check counts as.</summary>
    public CheckOutcome Standing => CheckJudge.Of(Total, Rule.Measure);

    /// <summary>Its light.</summary>
    public Status Status => CheckCounts.StatusOf(Standing);

    /// <summary>The number of now: what was measured, or how many events of how many break the rule.</summary>
    public string Now => (Standing, Measured) switch
    {
        (CheckOutcome.Skip, _) => Numbers.None,
        (_, { } measured) => RuleTexts.MeasuredOf(Rule.Measure!, measured), // There is something measured only if there is a measure.
        _ when Total.Violations == 0 => "0",
        _ => $"{Numbers.Count(Total.Violations)} of {Numbers.Count(Total.Checked)}",
    };

    /// <summary>The number of now in a sentence.</summary>
    public string Detail
    {
        get
        {
            if (Standing == CheckOutcome.Skip)
            {
                return Result.Rule == EventRules.FutureOf(Result.Column ?? string.Empty) ? EventRules.FutureMessage(Total.Violations, Total.Checked) : Result.Message ?? "Nothing was there to be checked.";
            }

            var share = Total.Violations > 0 ? $" ({Numbers.Percent(Total.Violations, Total.Checked)})" : string.Empty;
            var runs = Total.Runs > 1 ? $" in the newest {Numbers.Count(Total.Runs)} runs" : string.Empty;
            return Result.Message ?? $"{Numbers.Count(Total.Violations)} of {Numbers.Count(Total.Checked, "event")}{share}{runs}";
        }
    }

    /// <summary>What makes it worth a look, in a few words.</summary>
    public string Say => Measured is null && Total.Violations > 0 ? Now + " events" : Now;

    /// <summary>What came out, in words.</summary>
    public string Outcome => Standing switch
    {
        CheckOutcome.Pass => "Passes" + Part,
        CheckOutcome.Warn => "Warns" + Part,
        CheckOutcome.Fail => "Fails" + Part,
        CheckOutcome.Error => "Not decided",
        _ => "Skipped",
    };

    /// <summary>The strip in a sentence.</summary>
    public string DaysLabel => $"{Rule.Title}, {Days.Count} days: " + string.Join(", ", CheckCounts.Of(Days.Select(static day => day.Outcome)).Parts);

    /// <summary>What its limit is held against; null when it is judged by the events that break it.</summary>
    public double? Measured => Rule.Measure is { } measure ? CheckJudge.MeasuredOf(Total, measure) : null;

    private string Part => CheckJudge.IsByShare(Rule.Measure)
        ? Total.Violations > 0 ? $", {Numbers.Percent(Total.Share)} of events" : string.Empty
        : Rule.Limit is { } limit && Standing != CheckOutcome.Pass ? ", " + limit : string.Empty;
}
