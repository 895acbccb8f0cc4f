using System.Globalization;
using Catalog.Core.Values;
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

    /// <summary>The value; "–" where there is none because nothing was found or it is too old.</summary>
    public static string ValueOf(Explanation explanation, Instant now)
        => explanation.Result.Status is "PRESENT" or "NULL_VALUE" ? Values.Shown(explanation.Value, now) : Numbers.None;

    /// <summary>The value with all its digits, for the title of what <see cref="ValueOf"/> shows.</summary>
    public static string ExactOf(Explanation explanation, Instant now)
        => explanation.Result.Status is "PRESENT" or "NULL_VALUE" ? Values.Text(explanation.Value, now) : Numbers.None;

    /// <summary>How a value came about, in a sentence.</summary>
    public static string Sentence(Explanation explanation) => explanation switch
    {
        { Result.Status: "NOT_FOUND", IsOneSided: true } => "The key has no event in the offline store.",
        { Result.Status: "NOT_FOUND" } => explanation.IsLookup ? "The key has no event." : "The key has no event that is seen at that time.",
        { Window: { EventCount: 0 } window } => $"No event lies in the window, which covers {Numbers.Count(window.TileCount, "tile")}.",
        { Window: { } window } => $"{Sum(window)}{Numbers.Count(window.Counted)} of {Numbers.Count(window.EventCount, "event")} in the window {(window.Counted == 1 ? "counts" : "count")}, "
            + $"in {Numbers.Count(window.Tiles.Count)} of {Numbers.Count(window.TileCount, "tile")}{(window.TooLate > 0 ? $"; {Numbers.Count(window.TooLate)} came too late" : null)}.",
        { Newest: { } newest } => newest.Rows.FirstOrDefault(static row => row.Outcome is EventOutcome.Answers or EventOutcome.TooOld) is { } row
            ? $"From the row with sequence {Numbers.Count(row.Sequence)}{(row.Outcome == EventOutcome.TooOld ? ", which is older than the ttl allows" : null)}."
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

    /// <summary>In the place of what an event adds.</summary>
    public static string NotCounted(EventOutcome outcome) => outcome switch
    {
        EventOutcome.NullOperand => "not counted: null",
        EventOutcome.TooLate => "not counted: too late",
        _ => "not counted: " + Of(outcome),
    };

    /// <summary>Why a value has none beside it that is served.</summary>
    public static string Of(ServedReason reason) => reason switch
    {
        ServedReason.NotOnline => "the view is not served online",
        ServedReason.OtherVersion => "another version is served",
        ServedReason.Changing => "events kept arriving, so that it was not compared with what is served",
        ServedReason.WrittenDirectly => "a lookup gives a row that was written into the online store directly, without an event",
        _ => "the online store could not be read",
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

    /// <summary>A sum of few tiles is told in full.</summary>
    private static string? Sum(WindowExplanation window)
    {
        const int most = 4;
        var tiles = window.Tiles.Where(static tile => tile.Counted > 0).ToList();
        if (window.Aggregation.Function != "sum" || tiles.Count is 0 or > most)
        {
            return null;
        }

        var amounts = TileAmounts.Of(window);
        var format = window.Aggregation.Hop < TimeSpan.FromDays(1) ? "ddd d MMM HH:mm" : "ddd d MMM";
        return string.Join(", ", tiles.Select(tile => $"{amounts.TextOf(amounts.NumberOf(tile) ?? 0)} on {tile.After.ToDateTime().ToString(format, CultureInfo.InvariantCulture)}")) + ". ";
    }
}
