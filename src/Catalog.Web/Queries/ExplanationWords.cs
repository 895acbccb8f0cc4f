using FeatureStore.Explanations;

namespace Catalog.Web.Queries;

/// <summary>What became of an event, in words.</summary>
public static class ExplanationWords
{
    /// <summary>In a cell.</summary>
    public static string Of(EventOutcome outcome) => outcome switch
    {
        EventOutcome.Counted => "counted",
        EventOutcome.NullOperand => "null, passed over",
        EventOutcome.ConditionNotMet => "condition not met",
        EventOutcome.TooLate => "too late, kept and not counted",
        EventOutcome.NotKnown => "not known then",
        EventOutcome.BeforeWindow => "before the window",
        EventOutcome.AfterMoment => "after the moment",
        EventOutcome.Answers => "answers",
        EventOutcome.TooOld => "newest, but older than the ttl",
        EventOutcome.Older => "older",
        EventOutcome.LostTie => "same time, lower sequence",
        _ => "null, passed over for an older value",
    };
}
