using Ingestion.Ports;

namespace Ingestion.Changes;

/// <summary>What Debezium writes in place of a value that the database did not tell, since it is large and was not changed. Pure.</summary>
internal static class DebeziumUnavailable
{
    private static ReadOnlySpan<byte> Text => "__debezium_unavailable_value"u8;

    // The same as bytes, in base64.
    private static ReadOnlySpan<byte> Bytes => "X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ=="u8;

    /// <summary>Whether the field holds it, in any of the forms that it has by type.</summary>
    internal static bool Is(in RawField field)
    {
        var utf8 = field.Utf8.Span;
        if (field.Quoted)
        {
            return utf8.SequenceEqual(Text) || utf8.SequenceEqual(Bytes) || utf8.SequenceEqual("{\"__debezium_unavailable_value\":\"__debezium_unavailable_value\"}"u8);
        }

        return utf8.Length > Text.Length
            && (utf8.SequenceEqual("[\"__debezium_unavailable_value\"]"u8) || utf8.SequenceEqual("[\"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ==\"]"u8)
                || utf8.SequenceEqual("{\"__debezium_unavailable_value\":\"__debezium_unavailable_value\"}"u8));
    }
}
