namespace Lineage;

/// <summary>How lineage is taken in and kept; configuration section <c>Lineage</c>.</summary>
public sealed class LineageOptions
{
    /// <summary>Configuration section of these options.</summary>
    public const string Section = "Lineage";

    /// <summary>
    /// Whether an event that departs from OpenLineage 2-0-2 or from the schema of a standard facet is refused. Default: false, then it
    /// is taken and what is malformed in it is set aside with a warning.
    /// </summary>
    public bool Strict { get; set; }

    /// <summary>
    /// Largest body of a request in bytes, after decompression. Default: 16 MiB. Legal: 1 KiB to 256 MiB. Plans of Spark reach a few MiB.
    /// </summary>
    public int MaxBodyBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>
    /// How far the time of an event may lie ahead of this machine's clock; a later one is refused, since it would stand first among the runs for ever. Default: 1 day. Legal: 1 minute
    /// and more.
    /// </summary>
    public TimeSpan MaxClockAhead { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How long the bodies of events are kept, by event time. Default: 90 days. Legal: 1 hour and more. What followed from an event
    /// (graph, runs, schemas) is kept for ever.
    /// </summary>
    public TimeSpan EventRetention { get; set; } = TimeSpan.FromDays(90);
}
