namespace Ingestion;

/// <summary>Where events are kept.</summary>
public enum EventLogKind
{
    /// <summary>In files of this process.</summary>
    Embedded,

    /// <summary>In topics of Kafka.</summary>
    Kafka,
}
