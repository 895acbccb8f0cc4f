namespace Ingestion.Kafka.Registry;

/// <summary>A schema as a registry answers with it.</summary>
/// <param name="Type">How it is written: <see cref="Avro"/>, <see cref="Protobuf"/>, <see cref="Json"/> or something that is not known.</param>
/// <param name="Text">Its text.</param>
/// <param name="References">Schemas that it names.</param>
internal sealed record RegisteredSchema(string Type, string Text, IReadOnlyList<SchemaReference> References)
{
    internal const string Avro = "AVRO";
    internal const string Protobuf = "PROTOBUF";
    internal const string Json = "JSON";
}

/// <summary>A schema that another one names.</summary>
/// <param name="Name">The name there: of a type for Avro, of the import for Protobuf.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Version">Its version within the subject.</param>
internal sealed record SchemaReference(string Name, string Subject, int Version);
