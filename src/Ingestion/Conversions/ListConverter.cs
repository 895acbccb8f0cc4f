using System.Buffers;
using System.Text.Json;
using Catalog.Core.Text;
using Catalog.Core.Values;
using Ingestion.Model;

namespace Ingestion.Conversions;

/// <summary>Lists are written as a JSON array of scalars; a JSON null is a null element.</summary>
internal sealed class ListConverter(SourceColumn column, FieldConverter element) : FieldConverter(column)
{
    protected override string Expected => $"a JSON array whose elements are of type '{Column.Type.Element.ToString().ToLowerInvariant()}'";

    internal override bool AllowsJson(bool quoted) => !quoted;

    internal override bool TryConvert(ReadOnlySpan<byte> utf8, out Value value)
    {
        value = Value.Null;
        var items = new List<Value>();
        try
        {
            var reader = new Utf8JsonReader(utf8);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            {
                return false;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                if (!TryConvertElement(ref reader, out var item))
                {
                    return false;
                }

                items.Add(item);
            }

            if (reader.Read())
            {
                return false;
            }
        }
        catch (Exception error) when (JsonFault.Find(error) is not null)
        {
            return false;
        }

        value = Value.OfList(Column.Type.Element, [.. items]);
        return true;
    }

    private bool TryConvertElement(ref Utf8JsonReader reader, out Value item)
    {
        item = Value.Null;
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return true;
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                return element.AllowsJson(quoted: false) && element.TryConvert(reader.ValueSpan, out item);
            case JsonTokenType.String when !reader.ValueIsEscaped:
                return element.AllowsJson(quoted: true) && element.TryConvert(reader.ValueSpan, out item);
            case JsonTokenType.String:
                return TryConvertEscaped(ref reader, out item);
            default:
                return false;
        }
    }

    private bool TryConvertEscaped(ref Utf8JsonReader reader, out Value item)
    {
        item = Value.Null;
        var buffer = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            var length = reader.CopyString(buffer);
            return element.AllowsJson(quoted: true) && element.TryConvert(buffer.AsSpan(0, length), out item);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
