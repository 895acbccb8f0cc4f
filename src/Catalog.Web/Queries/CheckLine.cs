using Catalog.Core.Model;
using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using Ingestion.Model;

namespace Catalog.Web.Queries;

/// <summary>One check of a source as pages show it: its newest result, what its newest runs said together, and what it said day by day.</summary>
public sealed record CheckLine
{
    /// <summary>Events of the newest runs that are enough to judge by: one run of two events does not decide for a source of thousands.</summary>
    public const int EnoughEvents = 1_000;

    /// <summary>A rule without a limit of its own fails if this part of the events breaks it, and warns if fewer do.</summary>
    public const double FailingShare = 0.01;

    /// <summary>The newest result.</summary>
    public required CheckResult Result { get; init; }

    /// <summary>What the newest runs said together, as many as hold <see cref="EnoughEvents"/>; null: the newest result says it alone.</summary>
    public CheckTotal? Total { get; init; }

    /// <summary>The rule in words.</summary>
    public required RuleText Rule { get; init; }

    /// <summary>The domain of the source; null when the source was removed.</summary>
    public required string? Domain { get; init; }

    /// <summary>One cell a day, oldest first, today last.</summary>
    public required IReadOnlyList<HeatCell> Days { get; init; }

    /// <summary>What the check counts as: the newest runs weighed by their events, but good runs do not hide that events broke the rule earlier on the same day.</summary>
    public CheckOutcome Standing => BrokeToday ? CheckOutcome.Warn : Judged;

    /// <summary>Its light.</summary>
    public Status Status => CheckCounts.StatusOf(Standing);

    /// <summary>Events that were checked.</summary>
    public long Checked => Total?.Checked ?? Result.Checked;

    /// <summary>Events of them that break the rule.</summary>
    public long Violations => Total?.Violations ?? Result.Violations;

    /// <summary>The part of the events that breaks the rule, 0 to 1.</summary>
    public double Share => (double)Violations / Math.Max(1, Checked);

    /// <summary>The number of now: what was measured, or how many events break the rule.</summary>
    public string Now => (Result.Outcome, Measured) switch
    {
        (CheckOutcome.Skip, _) => Numbers.None,
        (_, { } measured) when Rule.Measure is { } measure => RuleTexts.MeasuredOf(measure, measured),
        (_, { } measured) => Numbers.Statistic(measured),
        _ => Numbers.Count(Violations),
    };

    /// <summary>The number of now in a sentence.</summary>
    public string Detail
    {
        get
        {
            var share = Violations > 0 ? $" ({Numbers.Percent(Violations, Checked)})" : string.Empty;
            var runs = Total is { Runs: > 1 } ? $" in the newest {Numbers.Count(Total.Runs)} runs" : string.Empty;
            return Result.Message ?? $"{Numbers.Count(Violations)} of {Numbers.Count(Checked, "event")}{share}{runs}";
        }
    }

    /// <summary>What makes it worth a look, in a few words.</summary>
    public string Say => BrokeToday ? TodayWords : Now;

    /// <summary>What came out, in words.</summary>
    public string Outcome => Judged switch
    {
        CheckOutcome.Pass when BrokeToday => $"Passes now, {TodayWords}",
        _ when BrokeToday => Lifecycles.WordOf(TodayWords),
        CheckOutcome.Pass => "Passes",
        CheckOutcome.Warn when IsForgiven => $"Warns, {Numbers.Percent(Share)} of events",
        CheckOutcome.Warn => "Warns" + Limit,
        CheckOutcome.Fail => "Fails" + Limit,
        CheckOutcome.Error => "Not decided",
        _ => "Skipped",
    };

    /// <summary>The strip in a sentence.</summary>
    public string DaysLabel => $"{Rule.Title}, {Days.Count} days: " + string.Join(", ", CheckCounts.Of(Days.Select(static day => day.Outcome)).Parts);

    private CheckOutcome Worst => Total?.Outcome ?? Result.Outcome;

    private double? Measured => Rule.Measure switch
    {
        { IsPercent: false, Metric: QualityMetric.RowCount } when Total is not null => Total.Largest,
        { IsPercent: false } => Counted,
        _ => Total?.Measured ?? Result.Measured,
    };

    // Of what has its limit for all events together, a percentage or their number, no part is forgiven.
    private bool IsLimitedAsWhole => Rule.Measure is { IsPercent: true } or { Metric: QualityMetric.RowCount };

    // A measure that holds counts no violations, but it says how many there are.
    private double? Counted => Total is null or { Runs: 1 } || Violations == 0 ? Result.Measured : Violations;

    // A percentage or a number of events has its limit in the contract; how it came out follows from what all events together make of it.
    private CheckOutcome Judged => Rule.Measure switch
    {
        _ when Worst <= CheckOutcome.Pass => Worst,
        { } measure when IsLimitedAsWhole && Measured is { } measured => measure.Holds(measured) ? CheckOutcome.Pass : Worst,
        _ => IsForgiven ? CheckOutcome.Warn : Worst,
    };

    private bool IsForgiven => Worst == CheckOutcome.Fail && Violations > 0 && Share < FailingShare && !IsLimitedAsWhole;

    private CheckOutcome Today => Days is [.., var today] ? today.Outcome : CheckOutcome.Skip;

    private string TodayWords => Today == CheckOutcome.Warn ? "warned today" : "failed today";

    // What is among the runs that are weighed is judged by its weight.
    private bool BrokeToday => Judged is CheckOutcome.Pass or CheckOutcome.Skip && Today > CheckOutcome.Pass && Total is not { Outcome: > CheckOutcome.Pass };

    private string Limit => Rule.Limit is { } limit ? ", " + limit : string.Empty;
}
