using System.Text;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Conversions;

/// <summary>Turns the raw field of one column into its value, or into the reason why that is not possible.</summary>
internal sealed class ColumnConverter
{
    private readonly SourceColumn _column;
    private readonly FieldConverter _converter;
    private readonly byte[][] _nullTexts;
    private readonly bool _json;

    /// <param name="column">The column.</param>
    /// <param name="source">Its source, which says what means null and how far file times are moved.</param>
    /// <param name="kind">How records are written.</param>
    internal ColumnConverter(SourceColumn column, Source source, OriginKind kind)
    {
        _column = column;
        _converter = kind == OriginKind.Push ? FieldConverters.Create(column, useFormat: false) : FieldConverters.Create(column, useFormat: true, kind is OriginKind.Topic or OriginKind.Capture ? default : source.FileTimeShift);
        _nullTexts = [.. source.NullValues.Select(Encoding.UTF8.GetBytes)];
        _json = kind != OriginKind.CsvFile;
    }

    /// <summary>The value of the field; on failure null and the violation.</summary>
    internal Value Convert(in RawField field, out Violation? violation)
    {
        violation = null;
        var utf8 = field.Utf8.Span;
        if (field.IsNull || IsNullText(utf8))
        {
            return Value.Null;
        }

        if (_column.Conversion == Conversion.Trim)
        {
            utf8 = utf8.Trim(" \t\r\n\v\f"u8);
        }

        if (utf8.IsEmpty && !_json && !(_column.KeepEmpty && _column.Type == new DataType(ScalarType.String)))
        {
            return Value.Null;
        }

        if (_json && !_converter.AllowsJson(field.Quoted))
        {
            violation = Violation(utf8, WrongShape(utf8, field.Quoted));
            return Value.Null;
        }

        if (!_converter.TryConvert(utf8, out var value))
        {
            violation = Violation(utf8, _converter.Explain(utf8));
        }

        return value;
    }

    private bool IsNullText(ReadOnlySpan<byte> utf8)
    {
        foreach (var text in _nullTexts)
        {
            if (utf8.SequenceEqual(text))
            {
                return true;
            }
        }

        return false;
    }

    private string WrongShape(ReadOnlySpan<byte> utf8, bool quoted)
        => $"The JSON value {(quoted ? '"' : string.Empty)}{OffendingText.Of(utf8)}{(quoted ? '"' : string.Empty)} of column '{_column.Name}' "
           + $"cannot be of type '{_column.Type}': write it {(quoted ? "without quotes" : "as a JSON string")}.";

    private Violation Violation(ReadOnlySpan<byte> utf8, string message)
        => new($"{ContractRules.Type}:{_column.Name}", _column.Name, OffendingText.Of(utf8), message);
}
