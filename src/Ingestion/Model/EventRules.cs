using System.Globalization;

namespace Ingestion.Model;

/// <summary>Names of the rules that hold for every event, whatever its contract says.</summary>
public static class EventRules
{
    /// <summary>The record cannot be split into fields: invalid UTF-8, an open quote, too many or too few fields, no JSON object.</summary>
    public const string Malformed = "malformed";

    /// <summary>The event time lies outside of what the source declares.</summary>
    public const string EventTimeBounds = "event-time-bounds";

    /// <summary>
    /// Followed by a colon and a column: it holds a time after the event's own. That is no violation; it is counted, because a feature of the column may tell what nobody knew at the event.
    /// </summary>
    public const string Future = "future";

    /// <summary>
    /// Followed by a colon and a field: the event has it, and no column of the source is read from it. A warning: the event is taken, what the field holds is not.
    /// </summary>
    public const string Undeclared = "undeclared";

    /// <summary>The name under which later times of a column are counted.</summary>
    public static string FutureOf(string column) => $"{Future}:{column}";

    /// <summary>What was counted of a column with later times, in a sentence.</summary>
    public static string FutureMessage(long later, long events) => string.Create(
        CultureInfo.InvariantCulture,
        $"Not judged: {later:N0} of {events:N0} events hold a time after their own.{(later > 0 ? " A feature of it may tell what nobody knew then." : string.Empty)}");

    /// <summary>The name under which events with an undeclared field are counted.</summary>
    public static string UndeclaredOf(string field) => $"{Undeclared}:{field}";
}
