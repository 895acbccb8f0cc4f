using Catalog.Core.Values;
using FeatureStore.Expressions.Binding;

namespace FeatureStore.Expressions.Functions;

/// <summary>Functions of texts. Positions and lengths count code points, from 1.</summary>
internal static class TextFunctions
{
    /// <summary>The most UTF-16 units of a text that an expression makes; nested calls could else fill the memory.</summary>
    internal const int LongestText = 1 << 20;

    internal static readonly Function[] All =
    [
        Of("lower(s)", static text => text.ToLowerInvariant()),
        Of("upper(s)", static text => text.ToUpperInvariant()),
        Of("trim(s)", static text => text.Trim()),
        Of("ltrim(s)", static text => text.TrimStart()),
        Of("rtrim(s)", static text => text.TrimEnd()),
        Call.Of("length(s)", ArgumentKind.Text, Types.Int64, static text => Value.Of(Length(text.AsString()))),
        Call.Of("substr(s, start[, length])", [ArgumentKind.Text, ArgumentKind.Whole, ArgumentKind.Whole], 2, Types.Text, Substring),
        Call.Of("replace(s, from, to)", [ArgumentKind.Text, ArgumentKind.Text, ArgumentKind.Text], 3, Types.Text, Replace),
        Call.Of("split_part(s, separator, number)", [ArgumentKind.Text, ArgumentKind.Text, ArgumentKind.Whole], 3, Types.Text, SplitPart),
        Test("starts_with(s, part)", static (text, part) => text.StartsWith(part, StringComparison.Ordinal)),
        Test("ends_with(s, part)", static (text, part) => text.EndsWith(part, StringComparison.Ordinal)),
        Test("contains(s, part)", static (text, part) => text.Contains(part, StringComparison.Ordinal)),
    ];

    /// <summary>The operator <c>||</c>.</summary>
    internal static TypedNode Join(TypedNode left, TypedNode right) => Arithmetic.Of(Types.Text, left, right, static (one, other) =>
        one.AsString().Length + other.AsString().Length <= LongestText ? Value.Of(one.AsString() + other.AsString()) : Value.Null);

    private static Function Of(string signature, Func<string, string> compute)
        => Call.Of(signature, ArgumentKind.Text, Types.Text, value => Value.Of(compute(value.AsString())));

    private static Function Test(string signature, Func<string, string, bool> compute)
        => Call.Of(signature, ArgumentKind.Text, ArgumentKind.Text, Types.Bool, (left, right) => Value.Of(compute(left.AsString(), right.AsString())));

    private static long Length(ReadOnlySpan<char> text)
    {
        var count = 0L;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    // As in PostgreSQL a start before the text counts: substr('abc', 0, 2) is 'a'.
    private static Value Substring(ReadOnlySpan<Value> arguments)
    {
        var text = arguments[0].AsString();
        var start = arguments[1].AsInt64();
        var end = arguments.Length > 2 ? (Int128)start + arguments[2].AsInt64() : Int128.MaxValue;
        var (from, to, unit, position) = (text.Length, text.Length, 0, 1L);
        foreach (var rune in text.EnumerateRunes())
        {
            from = position >= start ? Math.Min(from, unit) : from;
            to = position >= end ? Math.Min(to, unit) : to;
            unit += rune.Utf16SequenceLength;
            position++;
        }

        return Value.Of(from < to ? text[from..to] : string.Empty);
    }

    private static Value Replace(ReadOnlySpan<Value> arguments)
    {
        var (text, from, to) = (arguments[0].AsString(), arguments[1].AsString(), arguments[2].AsString());
        if (from.Length == 0)
        {
            return arguments[0];
        }

        var length = text.Length + ((long)(to.Length - from.Length) * text.AsSpan().Count(from));
        return length <= LongestText ? Value.Of(text.Replace(from, to, StringComparison.Ordinal)) : Value.Null;
    }

    // The empty text where there is no such part, as in PostgreSQL.
    private static Value SplitPart(ReadOnlySpan<Value> arguments)
    {
        var rest = arguments[0].AsString().AsSpan();
        var (separator, number) = (arguments[1].AsString(), arguments[2].AsInt64());
        while (true)
        {
            var next = separator.Length == 0 ? -1 : rest.IndexOf(separator, StringComparison.Ordinal);
            if (number == 1)
            {
                return Value.Of((next < 0 ? rest : rest[..next]).ToString());
            }

            if (number < 1 || next < 0)
            {
                return Value.Of(string.Empty);
            }

            rest = rest[(next + separator.Length)..];
            number--;
        }
    }
}
