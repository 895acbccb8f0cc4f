namespace Ingestion.Model;

/// <summary>Which quarantined events are meant. All conditions hold together.</summary>
public sealed record QuarantineFilter
{
    /// <summary>Only events of this source; null: of any.</summary>
    public string? Source { get; init; }

    /// <summary>Only events that break one of these rules; empty: any.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>Only events in this state; null: in any.</summary>
    public QuarantineState? State { get; init; }

    /// <summary>Only events of this file or push; null: of any.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Only events that this run refused last; null: any.</summary>
    public Guid? RunId { get; init; }

    /// <summary>Only events whose raw text (its first 1,000 characters) holds this text, whatever its case (ASCII letters); null or empty: any.</summary>
    public string? Text { get; init; }

    /// <summary>Only events with these numbers; null: any number.</summary>
    public IReadOnlyList<long>? Ids { get; init; }
}

/// <summary>One page of the quarantine.</summary>
/// <param name="Events">Newest first.</param>
/// <param name="NextCursor">Give it to get the next page; null on the last page.</param>
public sealed record QuarantinePage(IReadOnlyList<QuarantinedEvent> Events, long? NextCursor);

/// <summary>How many events break a rule.</summary>
/// <param name="Source">The source.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Count">Events that break it; an event that breaks several rules counts for each.</param>
public sealed record RuleCount(string Source, string Rule, long Count);

/// <summary>How many events of one day break a rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Day">The UTC day.</param>
/// <param name="Count">Events of that day that break it.</param>
public sealed record RuleDayCount(string Rule, DateOnly Day, long Count);

/// <summary>Which time decides the day of a count.</summary>
public enum QuarantineDay
{
    /// <summary>The day on which the event was refused.</summary>
    Arrival,

    /// <summary>The day on which the event happened; the day of arrival where that cannot be read.</summary>
    EventTime,
}
