namespace Ingestion;

/// <summary>Which event log is used, section <c>Ingestion:EventLog</c>. Read once, at start.</summary>
public sealed class EventLogOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Ingestion:EventLog";

    /// <summary>The engine. Default: <see cref="EventLogKind.Embedded"/>. Legal: <c>Embedded</c>, <c>Kafka</c>; each has settings of its own.</summary>
    public EventLogKind Kind { get; set; } = EventLogKind.Embedded;
}
