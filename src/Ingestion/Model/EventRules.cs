namespace Ingestion.Model;

/// <summary>Names of the rules that hold for every event, whatever its contract says.</summary>
public static class EventRules
{
    /// <summary>The record cannot be split into fields: invalid UTF-8, an open quote, too many or too few fields, no JSON object.</summary>
    public const string Malformed = "malformed";

    /// <summary>The event time lies outside of what the source declares.</summary>
    public const string EventTimeBounds = "event-time-bounds";
}
