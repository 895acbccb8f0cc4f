using Ingestion.Kafka.Payloads;
using Ingestion.Kafka.Payloads.Avro;
using Ingestion.Kafka.Payloads.Protobuf;

namespace Ingestion.Kafka.Registry;

/// <summary>Gets schemas with those that they name, and compiles them. Thread-safe.</summary>
/// <param name="client">The registry.</param>
internal sealed class SchemaLoader(RegistryClient client)
{
    private const int MostReferences = 500;

    /// <summary>Asks for the schema of an id.</summary>
    /// <exception cref="IngestionException"><see cref="IngestionErrorCode.SchemaRegistryUnavailable"/>.</exception>
    internal async Task<KnownSchema> LoadAsync(int id)
    {
        if (await client.FindAsync(id).ConfigureAwait(false) is not { } schema)
        {
            return KnownSchema.Unknown;
        }

        if (schema.Type == RegisteredSchema.Json)
        {
            return KnownSchema.Of(schema.Type, schema: null);
        }

        try
        {
            var found = new List<(SchemaReference Reference, string Text)>();
            return await AddAsync(schema, found, []).ConfigureAwait(false) is { } missing
                ? KnownSchema.Unusable(schema.Type, $"names version {missing.Version} of '{missing.Subject}', which the registry does not have", mayChange: true)
                : KnownSchema.Of(schema.Type, Compile(schema, found));
        }
        catch (SchemaException error)
        {
            return KnownSchema.Unusable(schema.Type, error.Message);
        }
    }

    private static PayloadSchema Compile(RegisteredSchema schema, List<(SchemaReference Reference, string Text)> references) => schema.Type switch
    {
        RegisteredSchema.Avro => AvroCompiler.Compile(schema.Text, references.Select(static item => item.Text)),
        RegisteredSchema.Protobuf => ProtobufCompiler.Compile(schema.Text, references.Select(static item => (item.Reference.Name, item.Text))),
        var type => throw new SchemaException($"is of the type '{type}', which is not known"),
    };

    /// <summary>Adds what a schema names, each after what it names itself.</summary>
    /// <returns>What the registry does not have; null when it has everything.</returns>
    private async Task<SchemaReference?> AddAsync(RegisteredSchema schema, List<(SchemaReference Reference, string Text)> found, HashSet<(string Subject, int Version)> seen)
    {
        foreach (var reference in schema.References.Where(reference => seen.Add((reference.Subject, reference.Version))))
        {
            if (seen.Count > MostReferences)
            {
                throw new SchemaException($"names more than {MostReferences} others");
            }

            if (await client.FindAsync(reference).ConfigureAwait(false) is not { } named)
            {
                return reference;
            }

            if (await AddAsync(named, found, seen).ConfigureAwait(false) is { } missing)
            {
                return missing;
            }

            found.Add((reference, named.Text));
        }

        return null;
    }
}
