using Catalog.Web.Formatting;
using FeatureStore.Explanations;

namespace Catalog.Web.Queries;

/// <summary>What became of an event, in words.</summary>
public static class ExplanationWords
{
    /// <summary>What is explained. Explanations are made from the offline store, so a lookup is not promised where the stores differ.</summary>
    public static string Subject(bool isLookup, bool isOneSided) => (isLookup, isOneSided) switch
    {
        (true, false) => "what a lookup gives",
        (true, true) => "what the offline store gives; a lookup may give another value",
        (false, _) => "what a training row holds",
    };

    /// <summary>How a value came about, in a sentence.</summary>
    public static string Sentence(Explanation explanation) => explanation switch
    {
        { Result.Status: "NOT_FOUND", IsOneSided: true } => "The key has no event in the offline store.",
        { Result.Status: "NOT_FOUND" } => explanation.IsLookup ? "The key has no event." : "The key has no event that is seen at that time.",
        { Window: { } window } => $"{Numbers.Count(window.Counted)} of {Numbers.Count(window.EventCount, "event")} in the window {(window.Counted == 1 ? "counts" : "count")}, "
            + $"in {Numbers.Count(window.Tiles.Count)} of {Numbers.Count(window.TileCount, "tile")}{(window.TooLate > 0 ? $"; {Numbers.Count(window.TooLate)} came too late" : null)}.",
        { Newest: { } newest } => newest.Rows.FirstOrDefault(static row => row.Outcome is EventOutcome.Answers or EventOutcome.TooOld) is { } row
            ? $"From the row with sequence {row.Sequence}{(row.Outcome == EventOutcome.TooOld ? ", which is older than the ttl allows" : null)}."
            : "No row answers.",
        _ => $"Computed from {Numbers.Count(explanation.Computed?.Inputs.Count ?? 0, "input")}.",
    };

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

    /// <summary>In a cell.</summary>
    public static string Of(JoinOutcome outcome) => outcome switch
    {
        JoinOutcome.Joined => "joined",
        JoinOutcome.NoKey => "no key or no event time",
        JoinOutcome.NoRow => "no row of the key by then",
        JoinOutcome.TooOld => "newest row older than the ttl",
        JoinOutcome.NotArrived => "row arrived after the event",
        _ => "view changed since",
    };
}
