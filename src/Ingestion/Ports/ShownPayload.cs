namespace Ingestion.Ports;

/// <summary>What people can be shown of a payload whose bytes are no text by themselves.</summary>
public sealed record ShownPayload
{
    /// <summary>The payload as one JSON object, with the names of its schema; empty where it cannot be decoded.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Id of the schema that it names; null where it names none.</summary>
    public int? SchemaId { get; init; }

    /// <summary>How that schema is written, in the words of the registry (<c>AVRO</c>, <c>PROTOBUF</c>, <c>JSON</c>); null where it is not known.</summary>
    public string? SchemaType { get; init; }

    /// <summary>Why it is not decoded, as a sentence for people; null where it is.</summary>
    public string? Obstacle { get; init; }
}
