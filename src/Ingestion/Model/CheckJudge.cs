using Catalog.Core.Model;

namespace Ingestion.Model;

/// <summary>
/// Says what a check counts as, for everyone who shows or answers it. A rule is judged by the part of the events that broke it: refusing a few of very many is what the quarantine is for. A measure with a
/// limit of its own is judged by that limit. Pure.
/// </summary>
public static class CheckJudge
{
    /// <summary>Events of the newest runs that are enough to judge by: one run of two events does not decide for a source of thousands.</summary>
    public const int EnoughEvents = 10_000;

    /// <summary>A rule passes while less than this part of the events breaks it, and warns from here on.</summary>
    public const double WarningShare = 0.001;

    /// <summary>A rule fails from this part of the events on, unless its severity is warning.</summary>
    public const double FailingShare = 0.01;

    /// <summary>All runs that ended within this time before now count, so that good runs do not hide a bad one of the same day.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromHours(24);

    /// <summary>What the check counts as.</summary>
    /// <param name="total">What runs said together.</param>
    /// <param name="measure">The contract's measure; null for a rule that is checked event by event, and for one that the contract has no more.</param>
    /// <returns>Nothing better than the rule allows and nothing worse than the worst run.</returns>
    public static CheckOutcome Of(CheckTotal total, QualityRule? measure) => total switch
    {
        { Outcome: not (CheckOutcome.Warn or CheckOutcome.Fail) } => total.Outcome,
        _ when measure is not null && MeasuredOf(total, measure) is { } measured => measure.Holds(measured) ? CheckOutcome.Pass : total.Outcome,
        _ when !IsByShare(measure) || total.Violations == 0 || total.Share >= FailingShare => total.Outcome,
        { Share: < WarningShare } => CheckOutcome.Pass,
        _ => CheckOutcome.Warn,
    };

    /// <summary>Whether it is judged by the part of the events: a rule is, and so is a measure that no single event may break.</summary>
    /// <param name="measure">As for <see cref="Of"/>.</param>
    public static bool IsByShare(QualityRule? measure) => measure is null || (measure is { IsPercent: false } and not { Metric: QualityMetric.RowCount } && !measure.Holds(1));

    /// <summary>What the limit of a measure is held against: the mean percentage of all events, or the events of the largest run. Null for what counts events that break it.</summary>
    /// <param name="total">What runs said together.</param>
    /// <param name="measure">The measure.</param>
    public static double? MeasuredOf(CheckTotal total, QualityRule measure) => measure switch
    {
        _ when total.Runs == 0 => null,
        { IsPercent: true } => total.Measured,
        { Metric: QualityMetric.RowCount } => total.Largest,
        _ => null,
    };
}
