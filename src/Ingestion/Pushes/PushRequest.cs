using Ingestion.Events;

namespace Ingestion.Pushes;

/// <summary>Events that somebody pushes into a source.</summary>
public sealed record PushRequest
{
    /// <summary>The source that they belong to.</summary>
    public required string Source { get; init; }

    /// <summary>JSON lines, uncompressed, with the names of the source's columns; read once, to the end, and left open.</summary>
    public required Stream Content { get; init; }

    /// <summary>
    /// Names the push, so that sending it again appends nothing: 1 to 200 visible ASCII characters, unique within the source. Null: each call is a push of its own. A log remembers the
    /// newest keys only; how many is a setting of the log.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Which stores the events go to.</summary>
    public EventTargets Targets { get; init; } = EventTargets.Both;
}
