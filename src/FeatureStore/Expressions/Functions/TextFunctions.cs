using System.Text;
using Catalog.Core.Values;
using FeatureStore.Expressions.Binding;

namespace FeatureStore.Expressions.Functions;

/// <summary>Functions of texts. Positions and lengths count code points, from 1.</summary>
internal static class TextFunctions
{
    internal static readonly Function[] All =
    [
        Of("lower(s)", static text => text.ToLowerInvariant()),
        Of("upper(s)", static text => text.ToUpperInvariant()),
        Of("trim(s)", static text => text.Trim()),
        Of("ltrim(s)", static text => text.TrimStart()),
        Of("rtrim(s)", static text => text.TrimEnd()),
        Call.Of("length(s)", ArgumentKind.Text, Types.Int64, static text => Value.Of((long)text.AsString().EnumerateRunes().Count())),
        Call.Of("substr(s, start, length)", [ArgumentKind.Text, ArgumentKind.Whole, ArgumentKind.Whole], 2, Types.Text, Substring),
        Call.Of("replace(s, from, to)", [ArgumentKind.Text, ArgumentKind.Text, ArgumentKind.Text], 3, Types.Text, static arguments =>
            arguments[1].AsString().Length == 0 ? arguments[0] : Value.Of(arguments[0].AsString().Replace(arguments[1].AsString(), arguments[2].AsString(), StringComparison.Ordinal))),
        Call.Of("split_part(s, separator, number)", [ArgumentKind.Text, ArgumentKind.Text, ArgumentKind.Whole], 3, Types.Text, SplitPart),
        Test("starts_with(s, part)", static (text, part) => text.StartsWith(part, StringComparison.Ordinal)),
        Test("ends_with(s, part)", static (text, part) => text.EndsWith(part, StringComparison.Ordinal)),
        Test("contains(s, part)", static (text, part) => text.Contains(part, StringComparison.Ordinal)),
    ];

    /// <summary>The operator <c>||</c>.</summary>
    internal static TypedNode Join(TypedNode left, TypedNode right)
        => Arithmetic.Of(Types.Text, left, right, static (one, other) => Value.Of(one.AsString() + other.AsString()));

    private static Function Of(string signature, Func<string, string> compute)
        => Call.Of(signature, ArgumentKind.Text, Types.Text, value => Value.Of(compute(value.AsString())));

    private static Function Test(string signature, Func<string, string, bool> compute)
        => Call.Of(signature, ArgumentKind.Text, ArgumentKind.Text, Types.Bool, (left, right) => Value.Of(compute(left.AsString(), right.AsString())));

    private static Value Substring(Value[] arguments)
    {
        var first = Math.Max(1, arguments[1].AsInt64());
        var end = arguments.Length > 2 ? (Int128)arguments[1].AsInt64() + arguments[2].AsInt64() : Int128.MaxValue;
        var result = new StringBuilder();
        var position = 1L;
        foreach (var rune in arguments[0].AsString().EnumerateRunes())
        {
            if (position >= first && position < end)
            {
                result.Append(rune);
            }

            position++;
        }

        return Value.Of(result.ToString());
    }

    // The empty text where there is no such part, as in PostgreSQL.
    private static Value SplitPart(Value[] arguments)
    {
        var separator = arguments[1].AsString();
        string[] parts = separator.Length == 0 ? [arguments[0].AsString()] : arguments[0].AsString().Split(separator);
        var number = arguments[2].AsInt64();
        return Value.Of(number >= 1 && number <= parts.Length ? parts[number - 1] : string.Empty);
    }
}
