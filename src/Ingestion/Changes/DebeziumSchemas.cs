namespace Ingestion.Changes;

/// <summary>The schemas that stand beside payloads. Nearly all are that of the record before, so that one is remembered. Not thread-safe.</summary>
internal sealed class DebeziumSchemas
{
    private byte[] _bytes = [];
    private DebeziumTypes? _types;

    /// <summary>What a schema says of the columns; null when there is no schema.</summary>
    /// <exception cref="System.Text.Json.JsonException">It is no JSON.</exception>
    internal DebeziumTypes? Of(ReadOnlyMemory<byte>? schema)
    {
        if (schema is not { } json)
        {
            return null;
        }

        if (_types is null || !json.Span.SequenceEqual(_bytes))
        {
            (_types, _bytes) = (DebeziumTypes.Parse(json), json.ToArray());
        }

        return _types;
    }
}
