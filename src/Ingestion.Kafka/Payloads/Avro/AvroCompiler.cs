using System.Text.Json;
using Avro;

namespace Ingestion.Kafka.Payloads.Avro;

/// <summary>Turns the text of a schema into <see cref="AvroNode"/>s. Made for one schema.</summary>
internal sealed class AvroCompiler
{
    // Names stand for the types that were met, so that a record may hold itself.
    private readonly Dictionary<string, AvroRecord> _records = new(StringComparer.Ordinal);

    /// <summary>Compiles.</summary>
    /// <param name="text">The schema as the registry has it.</param>
    /// <param name="references">Texts of the schemas that it names, each after those that it needs itself.</param>
    /// <exception cref="SchemaException">It is no schema of a record.</exception>
    internal static AvroSchema Compile(string text, IEnumerable<string> references)
    {
        try
        {
            var names = new SchemaNames();
            foreach (var reference in references)
            {
                Schema.Parse(reference, names);
            }

            return new AvroCompiler().Compile(Schema.Parse(text, names)) is AvroRecord record
                ? new AvroSchema(record)
                : throw new SchemaException("describes no record, so it has no fields for columns to be read from");
        }
        catch (Exception error) when (IsRefusal(error))
        {
            throw new SchemaException($"cannot be read as Avro: {error.Message}", error);
        }
    }

    /// <summary>What the parser throws at texts that are no schema; it checks less than it reads.</summary>
    private static bool IsRefusal(Exception error) => error is AvroException or Newtonsoft.Json.JsonException or ArgumentException or FormatException or InvalidOperationException or InvalidCastException
        or OverflowException or NullReferenceException or KeyNotFoundException or NotSupportedException;

    private AvroNode Compile(Schema schema) => schema switch
    {
        LogicalSchema logical => AvroScalars.Logical(logical) is { } scalar ? new AvroScalar(scalar) : Compile(logical.BaseSchema),
        RecordSchema record => CompileRecord(record),
        EnumSchema { Symbols: var symbols } => new AvroEnum([.. symbols.Select(static symbol => JsonEncodedText.Encode(symbol))]),
        ArraySchema array => new AvroArray(Compile(array.ItemSchema)),
        MapSchema map => new AvroMap(Compile(map.ValueSchema)),
        UnionSchema union => new AvroUnion([.. union.Schemas.Select(Compile)]),
        FixedSchema { Size: var size } => new AvroScalar((ref AvroBytes bytes, PayloadJson json) => json.Writer.WriteBase64StringValue(bytes.ReadFixed(size))),
        _ => new AvroScalar(AvroScalars.Primitive(schema.Tag)),
    };

    private AvroRecord CompileRecord(RecordSchema schema)
    {
        if (_records.TryGetValue(schema.Fullname, out var known))
        {
            return known;
        }

        var record = new AvroRecord();
        _records[schema.Fullname] = record;
        record.SetFields([.. schema.Fields.Select(field => (JsonEncodedText.Encode(field.Name), Compile(field.Schema)))]);
        return record;
    }
}
