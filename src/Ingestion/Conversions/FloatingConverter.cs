using System.Buffers.Text;
using Catalog.Core.Values;
using Ingestion.Model;

namespace Ingestion.Conversions;

/// <summary>Floating numbers, rounded once to the column's own type. <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c> are values; a number that is too large is not.</summary>
internal sealed class FloatingConverter(SourceColumn column) : FieldConverter(column)
{
    private readonly bool _single = column.Type.Element == ScalarType.Float;

    protected override string Expected => "a number with a decimal point, within the range of the type";

    internal override bool AllowsJson(bool quoted) => true;

    internal override bool TryConvert(ReadOnlySpan<byte> utf8, out Value value)
    {
        value = Value.Null;
        if (_single)
        {
            if (!Utf8Parser.TryParse(utf8, out float single, out var readSingle) || readSingle != utf8.Length || Overflowed(float.IsInfinity(single), utf8))
            {
                return false;
            }

            value = Value.Of(single);
            return true;
        }

        if (!Utf8Parser.TryParse(utf8, out double number, out var read) || read != utf8.Length || Overflowed(double.IsInfinity(number), utf8))
        {
            return false;
        }

        value = Value.Of(number);
        return true;
    }

    private static bool Overflowed(bool isInfinity, ReadOnlySpan<byte> utf8) => isInfinity && utf8[^1] is >= (byte)'0' and <= (byte)'9' or (byte)'.';
}
