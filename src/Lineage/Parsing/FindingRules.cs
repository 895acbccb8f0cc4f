namespace Lineage.Parsing;

/// <summary>Names of the rules that an event can break; listed in <c>docs/errors.md</c>.</summary>
public static class FindingRules
{
    /// <summary>The body is no JSON document, repeats a property, or holds text that is no Unicode.</summary>
    public const string NotJson = "event-not-json";

    /// <summary>The event is neither a run, a job nor a dataset event, or a part of it has the wrong JSON type.</summary>
    public const string Shape = "event-shape";

    /// <summary><c>eventTime</c> is missing, no RFC 3339 time with an offset, or too far ahead of the clock.</summary>
    public const string Time = "event-time";

    /// <summary><c>eventType</c> is none of the six words.</summary>
    public const string EventType = "event-type";

    /// <summary><c>producer</c>, <c>schemaURL</c>, <c>_producer</c> or <c>_schemaURL</c> is missing.</summary>
    public const string Origin = "event-origin";

    /// <summary><c>runId</c> is missing or no UUID.</summary>
    public const string RunId = "run-id";

    /// <summary>A namespace or name is missing, empty, too long, or holds a zero character.</summary>
    public const string Name = "entity-name";

    /// <summary>A standard facet does not follow its schema.</summary>
    public const string Facet = "facet-malformed";
}
