namespace Ingestion.Model;

/// <summary>A topic outside the event log that a source reads.</summary>
public sealed record SourceTopic
{
    /// <summary>The connection that is taken where none is named: the brokers of the event log, unless it is declared with others.</summary>
    public const string DefaultConnection = "default";

    /// <summary>Its name on the brokers.</summary>
    public required string Name { get; init; }

    /// <summary>Name of the connection, declared in <c>Ingestion:Kafka:Connections</c>.</summary>
    public string Connection { get; init; } = DefaultConnection;

    /// <summary>How its payloads are written.</summary>
    public PayloadFormat Format { get; init; }

    /// <summary>What the old row of a deleted one holds; only with changes of Debezium.</summary>
    public TopicBefore Before { get; init; }

    /// <summary>Where reading begins the first time; afterwards it goes on where it was.</summary>
    public TopicStart Start { get; init; }

    /// <summary>Topic of the same connection that refused records are also sent to; null: none.</summary>
    public string? DeadLetter { get; init; }
}

/// <summary>How the payloads of a topic are written.</summary>
public enum PayloadFormat
{
    /// <summary>One JSON object.</summary>
    Json,

    /// <summary>A record of Avro that names its schema in the registry of the connection.</summary>
    Avro,

    /// <summary>A message of Protocol Buffers that names its schema in the registry of the connection.</summary>
    Protobuf,

    /// <summary>One JSON object that names its schema in the registry of the connection.</summary>
    JsonSchema,

    /// <summary>A change of a table in Debezium's JSON envelope, with or without its schema.</summary>
    Debezium,
}

/// <summary>What Debezium knows of a row that is deleted, which follows from the table's replica identity.</summary>
public enum TopicBefore
{
    /// <summary>Its key; what stands in the other columns is made up.</summary>
    Key,

    /// <summary>The whole row: the replica identity is full, or the database always tells it.</summary>
    Row,
}

/// <summary>Where the reading of a topic begins the first time.</summary>
public enum TopicStart
{
    /// <summary>With the oldest record that the brokers keep.</summary>
    Earliest,

    /// <summary>With the first record that comes after the source was applied.</summary>
    Latest,
}
