using System.Buffers;
using System.Buffers.Text;
using Catalog.Core.Values;
using Ingestion.Model;

namespace Ingestion.Conversions;

/// <summary>Bytes are written as base64 text.</summary>
internal sealed class BytesConverter(SourceColumn column) : FieldConverter(column)
{
    protected override string Expected => "base64 text";

    internal override bool AllowsJson(bool quoted) => quoted;

    internal override bool TryConvert(ReadOnlySpan<byte> utf8, out Value value)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(utf8.Length)];
        var done = Base64.DecodeFromUtf8(utf8, bytes, out _, out var written) == OperationStatus.Done;
        value = done ? Value.Of(bytes[..written]) : Value.Null;
        return done;
    }
}
