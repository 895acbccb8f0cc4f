using System.Buffers.Binary;
using Ingestion.Formats;
using Ingestion.Kafka.Registry;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Kafka.Payloads;

/// <summary>
/// Takes apart payloads that begin with a zero byte and the id of a schema, four bytes with the highest first
/// (https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format). Not thread-safe.
/// </summary>
/// <param name="format">How they are written.</param>
/// <param name="open">The schemas; asked for at each payload until it is there.</param>
/// <param name="names">The fields to be read.</param>
/// <param name="maxBytes">The longest payload, decoded.</param>
internal sealed class RegistryDecoder(PayloadFormat format, Func<SchemaCache> open, IReadOnlyList<string> names, int maxBytes) : IPayloadDecoder
{
    /// <summary>A zero byte and the id of the schema.</summary>
    internal const int FrameLength = 5;

    private static readonly Dictionary<PayloadFormat, string> Types = new()
    {
        [PayloadFormat.Avro] = RegisteredSchema.Avro,
        [PayloadFormat.Protobuf] = RegisteredSchema.Protobuf,
        [PayloadFormat.JsonSchema] = RegisteredSchema.Json,
    };

    private readonly string _type = Types[format];
    private readonly PayloadJson _json = PayloadJson.Create(maxBytes);
    private readonly JsonObjectDecoder _fields = new(names);
    private SchemaCache? _schemas;

    /// <summary>The formats whose payloads it takes apart.</summary>
    internal static IReadOnlyCollection<PayloadFormat> Formats => Types.Keys;

    public async ValueTask DecodeAsync(FeedRecord record, ReadOnlyMemory<byte> payload, PayloadFields fields, CancellationToken cancellationToken)
    {
        if (FrameDamage(payload.Span) is { } damage)
        {
            fields.Refuse(damage);
            return;
        }

        var id = BinaryPrimitives.ReadInt32BigEndian(payload.Span[1..]);
        _schemas ??= open();
        var known = await _schemas.FindAsync(id, cancellationToken).ConfigureAwait(false);
        if (DamageOf(id, known) is { } unusable)
        {
            fields.Refuse(unusable);
        }
        else if (known.Schema is { } schema)
        {
            Decode(id, schema, payload.Span[FrameLength..], fields);
        }
        else
        {
            DecodeJson(payload[FrameLength..], fields);
        }
    }

    /// <summary>What is wrong with the beginning of a payload; null when it names a schema.</summary>
    internal static string? FrameDamage(ReadOnlySpan<byte> payload)
    {
        if (payload[0] != 0)
        {
            return $"It begins with the byte 0x{payload[0]:x2}, not with 0x00 and the id of a schema.";
        }

        if (payload.Length < FrameLength)
        {
            return $"It has only {payload.Length} bytes, fewer than a zero byte and the id of a schema.";
        }

        var id = BinaryPrimitives.ReadInt32BigEndian(payload[1..]);
        return id < 0 ? $"It names schema '{id}', an id that no registry gives." : null;
    }

    private string? DamageOf(int id, KnownSchema known)
        => known.Type is { } type && type != _type ? $"It names schema '{id}' of the type {type}, but the topic is declared as {_type}."
            : known.Damage is { } damage ? $"It names schema '{id}', which {damage}."
            : null;

    private void Decode(int id, PayloadSchema schema, ReadOnlySpan<byte> body, PayloadFields fields)
    {
        _json.Clear();
        try
        {
            schema.Decode(body, _json);
        }
        catch (PayloadException error)
        {
            fields.Refuse($"It does not fit its schema '{id}': {error.Message}.");
            return;
        }

        _fields.Decode(_json.Finish(), fields);
    }

    private void DecodeJson(ReadOnlyMemory<byte> body, PayloadFields fields)
    {
        if (RecordDamage.OfText(body.Span) is { } damage)
        {
            fields.Refuse(damage);
        }
        else
        {
            _fields.Decode(body, fields);
        }
    }
}
