using System.Text.Json;

namespace Ingestion.Changes;

/// <summary>The parts of a change in Debezium's envelope, still as they are written. Not thread-safe.</summary>
internal sealed class ChangeEnvelope
{
    private static readonly byte[][] Names = ["op"u8.ToArray(), "before"u8.ToArray(), "after"u8.ToArray(), "source"u8.ToArray(), "key"u8.ToArray(), "unchanged"u8.ToArray(), "schema"u8.ToArray(), "payload"u8.ToArray()];

    private readonly ReadOnlyMemory<byte>?[] _parts = new ReadOnlyMemory<byte>?[Names.Length];
    private readonly HashSet<string> _others = new(StringComparer.Ordinal);

    /// <summary>c, u, d, r, t or m, without quotes; empty when there is none.</summary>
    internal ReadOnlyMemory<byte> Op => _parts[0] is { Length: > 2 } op ? op[1..^1] : default;

    /// <summary>The old row; null when there is none.</summary>
    internal ReadOnlyMemory<byte>? Before => ObjectOf(_parts[1]);

    /// <summary>The new row; null when there is none.</summary>
    internal ReadOnlyMemory<byte>? After => ObjectOf(_parts[2]);

    /// <summary>Where and when it happened; null when that is not said.</summary>
    internal ReadOnlyMemory<byte>? Source => ObjectOf(_parts[3]);

    /// <summary>Names of the columns of the key, as a list; null when they are not said.</summary>
    internal ReadOnlyMemory<byte>? KeyNames => _parts[4];

    /// <summary>Names of columns that were not changed and whose values were not told, as a list; null for none.</summary>
    internal ReadOnlyMemory<byte>? Unchanged => _parts[5];

    /// <summary>The schema beside the payload; null when there is none.</summary>
    internal ReadOnlyMemory<byte>? Schema { get; private set; }

    /// <summary>Whether it is something else that Debezium writes beside changes: a heartbeat, the bounds of a transaction, or a change of the schema.</summary>
    internal bool IsNoChange => Op.IsEmpty && _parts[1] is null && _parts[2] is null
        && (_others.SetEquals(["ts_ms"]) || _others.SetEquals(["ts_ms", "ts_us", "ts_ns"]) || _others.Contains("ddl") || _others.Contains("tableChanges") || (_others.Contains("status") && _others.Contains("id")));

    /// <summary>Reads the parts.</summary>
    /// <returns>Whether it is a JSON object.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    internal bool TryRead(ReadOnlyMemory<byte> json)
    {
        Schema = null;
        if (!TryReadParts(json))
        {
            return false;
        }

        if (_parts[6] is not { } schema || _parts[7] is not { } payload)
        {
            return true;
        }

        Schema = ObjectOf(schema);
        return TryReadParts(payload);
    }

    private bool TryReadParts(ReadOnlyMemory<byte> json)
    {
        Array.Clear(_parts);
        _others.Clear();
        var reader = new Utf8JsonReader(json.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var index = JsonRow.IndexOf(ref reader, Names);
            if (index < 0)
            {
                _others.Add(reader.GetString() ?? string.Empty);
            }

            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (index >= 0)
            {
                _parts[index] = json[start..(int)reader.BytesConsumed];
            }
        }

        // Anything after the object is an error of the reader's own.
        reader.Read();
        return true;
    }

    private static ReadOnlyMemory<byte>? ObjectOf(ReadOnlyMemory<byte>? json) => json is { Length: > 0 } value && value.Span[0] == (byte)'{' ? json : null;
}
