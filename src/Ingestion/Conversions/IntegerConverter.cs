using System.Buffers.Text;
using Catalog.Core.Values;
using Ingestion.Model;

namespace Ingestion.Conversions;

/// <summary>Whole numbers, digit by digit: a number never passes through a double, so no digit is lost.</summary>
internal sealed class IntegerConverter(SourceColumn column) : FieldConverter(column)
{
    private readonly bool _fromDecimal = column.Conversion == Conversion.WholeFromDecimal;
    private readonly bool _narrow = column.Type.Element == ScalarType.Int32;

    protected override string Expected => _fromDecimal
        ? $"a whole number of type '{Column.Type.Element.ToString().ToLowerInvariant()}', with or without a zero fraction"
        : $"a whole number of type '{Column.Type.Element.ToString().ToLowerInvariant()}', written in digits";

    internal override bool AllowsJson(bool quoted) => true;

    internal override bool TryConvert(ReadOnlySpan<byte> utf8, out Value value)
    {
        value = Value.Null;
        if (_fromDecimal && !TryCutZeroFraction(ref utf8))
        {
            return false;
        }

        if (!Utf8Parser.TryParse(utf8, out long number, out var read) || read != utf8.Length || (_narrow && number != (int)number))
        {
            return false;
        }

        value = _narrow ? Value.Of((int)number) : Value.Of(number);
        return true;
    }

    internal override string Explain(ReadOnlySpan<byte> utf8)
    {
        var digits = utf8.IsEmpty || utf8[0] is not ((byte)'-' or (byte)'+') ? utf8 : utf8[1..];
        return digits.IsEmpty || digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0
            ? base.Explain(utf8)
            : $"The number '{OffendingText.Of(utf8)}' of column '{Column.Name}' is too large for the type '{Column.Type}'; it holds "
              + (_narrow ? $"{int.MinValue} to {int.MaxValue}." : $"{long.MinValue} to {long.MaxValue}.");
    }

    private static bool TryCutZeroFraction(ref ReadOnlySpan<byte> utf8)
    {
        var point = utf8.IndexOf((byte)'.');
        if (point < 0)
        {
            return true;
        }

        var fraction = utf8[(point + 1)..];
        utf8 = utf8[..point];
        return !fraction.IsEmpty && fraction.IndexOfAnyExcept((byte)'0') < 0;
    }
}
