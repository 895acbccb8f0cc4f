using System.Text;
using Catalog.Core.Values;
using Ingestion.Model;

namespace Ingestion.Conversions;

internal sealed class BoolConverter(SourceColumn column) : FieldConverter(column)
{
    private readonly bool _words = column.Conversion == Conversion.BoolWords;

    protected override string Expected => _words
        ? "one of true, false, yes, no, y, n, 1, 0"
        : "'true' or 'false'; other words need 'conversion: bool_words' in the source";

    internal override bool AllowsJson(bool quoted) => _words || !quoted;

    internal override bool TryConvert(ReadOnlySpan<byte> utf8, out Value value)
    {
        var answer = _words ? ReadWord(utf8) : ReadLiteral(utf8);
        value = answer is { } known ? Value.Of(known) : Value.Null;
        return answer is not null;
    }

    private static bool? ReadLiteral(ReadOnlySpan<byte> utf8)
        => utf8.SequenceEqual("true"u8) ? true : utf8.SequenceEqual("false"u8) ? false : null;

    private static bool? ReadWord(ReadOnlySpan<byte> utf8)
    {
        if (Is(utf8, "true"u8) || Is(utf8, "yes"u8) || Is(utf8, "y"u8) || Is(utf8, "1"u8))
        {
            return true;
        }

        return Is(utf8, "false"u8) || Is(utf8, "no"u8) || Is(utf8, "n"u8) || Is(utf8, "0"u8) ? false : null;
    }

    private static bool Is(ReadOnlySpan<byte> utf8, ReadOnlySpan<byte> word) => Ascii.EqualsIgnoreCase(utf8, word);
}
