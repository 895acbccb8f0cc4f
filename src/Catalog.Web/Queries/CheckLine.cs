using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using Ingestion.Model;

namespace Catalog.Web.Queries;

/// <summary>One check of a source as pages show it: its newest result and what it said day by day.</summary>
public sealed record CheckLine
{
    /// <summary>The newest result.</summary>
    public required CheckResult Result { get; init; }

    /// <summary>The rule in words.</summary>
    public required RuleText Rule { get; init; }

    /// <summary>The domain of the source; null when the source was removed.</summary>
    public required string? Domain { get; init; }

    /// <summary>One cell a day, oldest first, today last.</summary>
    public required IReadOnlyList<HeatCell> Days { get; init; }

    /// <summary>What the check counts as: what the newest run says, but a small good run does not hide that events broke the rule earlier on the same day.</summary>
    public CheckOutcome Standing => BrokeToday ? CheckOutcome.Warn : Result.Outcome;

    /// <summary>Its light.</summary>
    public Status Status => CheckCounts.StatusOf(Standing);

    /// <summary>The number of now: what was measured, or how many events break the rule.</summary>
    public string Now => Result switch
    {
        { Outcome: CheckOutcome.Skip } => Numbers.None,
        { Measured: { } measured } when Rule.Measure is { } measure => RuleTexts.MeasuredOf(measure, measured),
        { Measured: { } measured } => Numbers.Statistic(measured),
        _ => Numbers.Count(Result.Violations),
    };

    /// <summary>The number of now in a sentence.</summary>
    public string Detail
    {
        get
        {
            var share = Result.Violations > 0 ? $" ({Numbers.Percent(Result.Violations, Result.Checked)})" : string.Empty;
            return Result.Message ?? $"{Numbers.Count(Result.Violations)} of {Numbers.Count(Result.Checked, "event")}{share}";
        }
    }

    /// <summary>What makes it worth a look, in a few words.</summary>
    public string Say => BrokeToday ? TodayWords : Now;

    /// <summary>What came out, in words.</summary>
    public string Outcome => Result.Outcome switch
    {
        CheckOutcome.Pass when BrokeToday => $"Passes now, {TodayWords}",
        _ when BrokeToday => Lifecycles.WordOf(TodayWords),
        CheckOutcome.Pass => "Passes",
        CheckOutcome.Warn => "Warns" + Limit,
        CheckOutcome.Fail => "Fails" + Limit,
        CheckOutcome.Error => "Not decided",
        _ => "Skipped",
    };

    /// <summary>The strip in a sentence.</summary>
    public string DaysLabel => $"{Rule.Title}, {Days.Count} days: " + string.Join(", ", CheckCounts.Of(Days.Select(static day => day.Outcome)).Parts);

    private CheckOutcome Today => Days is [.., var today] ? today.Outcome : CheckOutcome.Skip;

    private string TodayWords => Today == CheckOutcome.Warn ? "warned today" : "failed today";

    private bool BrokeToday => Result.Outcome is CheckOutcome.Pass or CheckOutcome.Skip && Today > CheckOutcome.Pass;

    private string Limit => Rule.Limit is { } limit ? ", " + limit : string.Empty;
}
