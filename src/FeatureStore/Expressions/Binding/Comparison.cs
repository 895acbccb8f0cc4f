using Catalog.Core.Values;
using FeatureStore.Expressions.Syntax;

namespace FeatureStore.Expressions.Binding;

/// <summary>
/// Comparisons: numbers with numbers (whole ones exactly), texts by code point, timestamps with timestamps or with a text that is one, bools and bytes. NaN equals itself and is above
/// every number, as in PostgreSQL.
/// </summary>
internal static class Comparison
{
    internal static TypedNode Bind(BinaryNode node, TypedNode left, TypedNode right)
    {
        (left, right) = (ReadTime(left, [right], node.Left), ReadTime(right, [left], node.Right));
        return Arithmetic.Of(Types.Bool, left, right, Decide(node.Operator, OrderOf(left, right, node)));
    }

    /// <summary>What an operand that is computed already is compared with, and how.</summary>
    internal static (Evaluator Evaluate, Func<Value, Value, int> Order) With(TypedNode operand, TypedNode other, Node node)
    {
        other = ReadTime(other, [operand], node);
        return (other.Evaluate, OrderOf(operand, other, node));
    }

    /// <summary>The order of two values of one type that are not null.</summary>
    internal static int Compare(Value left, Value right) => left.Type switch
    {
        { Element: ScalarType.String } => CompareText(left, right),
        { Element: ScalarType.Bytes } => left.AsBytes().AsSpan().SequenceCompareTo(right.AsBytes()),
        { Element: ScalarType.Double or ScalarType.Float } => CompareNumbers(left, right),
        _ => left.AsInt64().CompareTo(right.AsInt64()),
    };

    private static Func<Value, Value, int> OrderOf(TypedNode left, TypedNode right, Node node) => (left.Type, right.Type) switch
    {
        (null, _) or (_, null) => static (_, _) => 0,
        ({ IsNumeric: true }, { IsNumeric: true }) => left.IsWhole && right.IsWhole ? Compare : CompareNumbers,
        ({ IsList: false } one, { } other) when one == other => Compare,
        _ => throw new ExpressionException(node.Position, node.Length, $"'{left.Words}' cannot be compared with '{right.Words}'. {Advice(left, right)}"),
    };

    private static string Advice(TypedNode left, TypedNode right)
        => left.Type is { IsList: true } || right.Type is { IsList: true } ? "Look into a list with list_contains(list, x)." : "Convert one of them with CAST.";

    /// <summary>The part, as a timestamp where it is a constant text beside timestamps: what people mean by a date in quotes.</summary>
    internal static TypedNode ReadTime(TypedNode part, TypedNode[] others, Node node)
    {
        if (!part.IsConstant || part.Type != Types.Text || !Array.Exists(others, static other => other.Type == Types.Time) || part.Evaluate([]) is not { IsNull: false } text)
        {
            return part;
        }

        var time = Value.Of(TimeText.Read(text.AsString(), node.Position, node.Length));
        return new TypedNode(Types.Time, _ => time, []);
    }

    private static int CompareText(Value left, Value right)
    {
        var one = left.AsString().AsSpan();
        var other = right.AsString().AsSpan();
        var same = one.CommonPrefixLength(other);
        if (same == one.Length || same == other.Length)
        {
            return one.Length.CompareTo(other.Length);
        }

        // By code unit a character above U+FFFF would stand before those from U+E000 on.
        var (first, second) = (one[same], other[same]);
        return char.IsSurrogate(first) == char.IsSurrogate(second) ? first.CompareTo(second) : char.IsSurrogate(first) ? 1 : -1;
    }

    private static int CompareNumbers(Value left, Value right)
    {
        var (one, other) = (left.AsDouble(), right.AsDouble());
        return double.IsNaN(one) ? double.IsNaN(other) ? 0 : 1 : double.IsNaN(other) ? -1 : one.CompareTo(other);
    }

    private static Func<Value, Value, Value> Decide(string symbol, Func<Value, Value, int> order) => symbol switch
    {
        "=" => (left, right) => Value.Of(order(left, right) == 0),
        "<>" => (left, right) => Value.Of(order(left, right) != 0),
        "<" => (left, right) => Value.Of(order(left, right) < 0),
        "<=" => (left, right) => Value.Of(order(left, right) <= 0),
        ">" => (left, right) => Value.Of(order(left, right) > 0),
        _ => (left, right) => Value.Of(order(left, right) >= 0),
    };
}
