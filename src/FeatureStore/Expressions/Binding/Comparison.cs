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
        (left, right) = (ReadTime(left, right, node.Left), ReadTime(right, left, node.Right));
        var order = OrderOf(left, right) ?? throw new ExpressionException(
            node.Position, node.Length, $"'{left.Words}' cannot be compared with '{right.Words}'. Convert one of them with CAST.");
        return Arithmetic.Of(Types.Bool, left, right, Decide(node.Operator, order));
    }

    /// <summary>The order of two values of one type that are not null.</summary>
    internal static int Compare(Value left, Value right) => left.Type switch
    {
        { Element: ScalarType.String } => CompareText(left, right),
        { Element: ScalarType.Bytes } => left.AsBytes().AsSpan().SequenceCompareTo(right.AsBytes()),
        { Element: ScalarType.Double or ScalarType.Float } => CompareNumbers(left, right),
        _ => left.AsInt64().CompareTo(right.AsInt64()),
    };

    private static Func<Value, Value, int>? OrderOf(TypedNode left, TypedNode right) => (left.Type, right.Type) switch
    {
        (null, _) or (_, null) => static (_, _) => 0,
        ({ IsList: true }, _) or (_, { IsList: true }) => null,
        ({ IsNumeric: true }, { IsNumeric: true }) => left.IsWhole && right.IsWhole ? Compare : CompareNumbers,
        var (one, other) => one == other ? Compare : null,
    };

    // A date written as text beside a timestamp is what people mean by it.
    private static TypedNode ReadTime(TypedNode part, TypedNode other, Node node)
    {
        if (!part.IsConstant || part.Type != Types.Text || other.Type != Types.Time)
        {
            return part;
        }

        var text = part.Evaluate([]).AsString();
        return Instant.TryParse(text, out var time)
            ? new TypedNode(Types.Time, _ => Value.Of(time), [])
            : throw new ExpressionException(node.Position, node.Length, $"'{text}' is no time in ISO 8601, such as '2011-12-09T12:50:00Z'.");
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
