using System.Globalization;
using System.Text;

namespace FeatureStore.Tests.Expressions;

/// <summary>A random expression of a known type: its text, and how one would compute it by walking a tree of boxed values.</summary>
/// <param name="Text">As the product reads it, with no more parentheses than it needs.</param>
/// <param name="Strength">How strongly its outermost operator binds: 1 OR to 7 sign, 8 for what needs no parentheses.</param>
/// <param name="Evaluate">The value; null, long, double, bool or string.</param>
internal sealed record RandomExpression(string Text, int Strength, Func<object?[], object?> Evaluate)
{
    /// <summary>The text as an operand of an operator of that strength.</summary>
    internal string Within(int strength) => Strength >= strength ? Text : $"({Text})";
}

/// <summary>Makes random expressions over the columns <c>a b</c> (int64), <c>x y</c> (double), <c>p q</c> (bool) and <c>s t</c> (string), the columns of a row in this order.</summary>
internal sealed class RandomExpressions(Random random)
{
    private static readonly string[] Texts = ["", "a", "A", "ab", "b%", "ä", "😀", "\uffee"];

    private static readonly double[] Doubles = [0, -0.0, 0.5, -1.5, 2, 1e300, -1e300, 3.25];

    private static readonly long[] Wholes = [0, 1, -1, 2, 7, 1L << 40, long.MaxValue, long.MinValue];

    internal object?[] Row() =>
    [
        Maybe(Pick(Wholes)), Maybe(Pick(Wholes)), Maybe(random.Next(8) == 0 ? double.NaN : Pick(Doubles)), Maybe(random.Next(8) == 0 ? double.NegativeInfinity : Pick(Doubles)),
        Maybe(random.Next(2) == 0), Maybe(random.Next(2) == 0), Maybe(Pick(Texts)), Maybe(Pick(Texts)),
    ];

    internal RandomExpression Whole(int depth) => (depth == 0 ? random.Next(3) : random.Next(14)) switch
    {
        0 => Column(0, "a", "b"),
        1 => Literal(Pick(Wholes)),
        2 => random.Next(4) == 0 ? new("CAST(NULL AS int64)", 8, static _ => null) : Column(0, "a", "b"),
        3 or 4 => Infix(Whole(depth - 1), Pick("+", "-"), 5, Whole(depth - 1), Naive.WholeSum),
        5 => Infix(Whole(depth - 1), "*", 6, Whole(depth - 1), Naive.WholeSum),
        6 => Infix(Whole(depth - 1), "%", 6, Whole(depth - 1), Naive.WholeSum),
        7 => Prefix("- ", 7, Whole(depth - 1), static value => Naive.WholeSum("-", 0L, value)),
        8 => Function("abs", Whole(depth - 1), static value => (long)value < 0 ? Naive.WholeSum("-", 0L, value) : value),
        9 => Function("length", Text(depth - 1), static value => (long)((string)value).EnumerateRunes().Count()),
        10 => Call("div", Whole(depth - 1), Whole(depth - 1), static (left, right) => Naive.WholeSum("div", left, right)),
        11 => Coalesce(Whole(depth - 1), Whole(depth - 1)),
        12 => Case(depth, Whole),
        _ => Call("nullif", Whole(depth - 1), Whole(depth - 1), static (left, right) => Naive.Compare(left, right) == 0 ? null : left, nullable: true),
    };

    internal RandomExpression Floating(int depth) => (depth == 0 ? random.Next(2) : random.Next(9)) switch
    {
        0 => Column(2, "x", "y"),
        1 => Literal(Pick(Doubles)),
        2 or 3 => Infix(Number(depth - 1), Pick("+", "-"), 5, Floating(depth - 1), Naive.FloatingSum),
        4 => Infix(Floating(depth - 1), Pick("*", "%"), 6, Number(depth - 1), Naive.FloatingSum),
        5 => Infix(Number(depth - 1), "/", 6, Number(depth - 1), Naive.FloatingSum),
        6 => Prefix("- ", 7, Floating(depth - 1), static value => -(double)value),
        7 => Case(depth, Floating),
        _ => Coalesce(Floating(depth - 1), Floating(depth - 1)),
    };

    internal RandomExpression Text(int depth) => (depth == 0 ? random.Next(2) : random.Next(6)) switch
    {
        0 => Column(6, "s", "t"),
        1 => Literal(Pick(Texts)),
        2 or 3 => Infix(Text(depth - 1), "||", 5, Text(depth - 1), static (_, left, right) => left is null || right is null ? null : (string)left + right),
        4 => Function("upper", Text(depth - 1), static value => ((string)value).ToUpperInvariant()),
        _ => Case(depth, Text),
    };

    internal RandomExpression Bool(int depth) => (depth == 0 ? random.Next(2) : random.Next(12)) switch
    {
        0 => Column(4, "p", "q"),
        1 => random.Next(5) == 0 ? new("NULL", 8, static _ => null) : Literal(random.Next(2) == 0),
        2 or 3 => Infix(Bool(depth - 1), "AND", 2, Bool(depth - 1), Naive.Logic),
        4 or 5 => Infix(Bool(depth - 1), "OR", 1, Bool(depth - 1), Naive.Logic),
        6 => Prefix("NOT ", 3, Bool(depth - 1), static value => !(bool)value),
        7 or 8 => Comparison(depth - 1),
        9 => IsNull(random.Next(2) == 0 ? Number(depth - 1) : Text(depth - 1)),
        10 => In(depth - 1),
        _ => Between(Number(depth - 1), Number(depth - 1), Number(depth - 1)),
    };

    private RandomExpression Number(int depth) => random.Next(2) == 0 ? Whole(depth) : Floating(depth);

    private RandomExpression Comparison(int depth)
    {
        var symbol = Pick("=", "<>", "<", "<=", ">", ">=");
        return random.Next(3) == 0
            ? Infix(Text(depth), symbol, 4, Text(depth), Naive.Decide)
            : Infix(Number(depth), symbol, 4, Number(depth), Naive.Decide);
    }

    private RandomExpression In(int depth)
    {
        var operand = Number(depth);
        RandomExpression[] items = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Number(depth))];
        var negated = random.Next(2) == 0;
        return new(
            $"{operand.Within(5)} {(negated ? "NOT IN" : "IN")} ({string.Join(", ", items.Select(static item => item.Text))})", 4,
            row =>
            {
                var any = items.Select(item => Naive.Decide("=", operand.Evaluate(row), item.Evaluate(row))).Aggregate(static (left, right) => Naive.Logic("OR", left, right));
                return any is bool found ? found != negated : null;
            });
    }

    private RandomExpression Between(RandomExpression operand, RandomExpression low, RandomExpression high)
    {
        var negated = random.Next(2) == 0;
        return new(
            $"{operand.Within(5)} {(negated ? "NOT BETWEEN" : "BETWEEN")} {low.Within(5)} AND {high.Within(5)}", 4,
            row => Naive.Logic("AND", Naive.Decide(">=", operand.Evaluate(row), low.Evaluate(row)), Naive.Decide("<=", operand.Evaluate(row), high.Evaluate(row))) is bool inside
                ? inside != negated
                : null);
    }

    private RandomExpression IsNull(RandomExpression operand)
    {
        var negated = random.Next(2) == 0;
        return new($"{operand.Within(5)} IS {(negated ? "NOT NULL" : "NULL")}", 4, row => operand.Evaluate(row) is null != negated);
    }

    private RandomExpression Case(int depth, Func<int, RandomExpression> make)
    {
        var (condition, first, second) = (Bool(depth - 1), make(depth - 1), make(depth - 1));
        return random.Next(4) == 0
            ? new($"CASE WHEN {condition.Text} THEN {first.Text} END", 8, row => condition.Evaluate(row) is true ? first.Evaluate(row) : null)
            : new($"CASE WHEN {condition.Text} THEN {first.Text} ELSE {second.Text} END", 8, row => condition.Evaluate(row) is true ? first.Evaluate(row) : second.Evaluate(row));
    }

    private RandomExpression Column(int first, string one, string other)
    {
        var place = first + random.Next(2);
        return new(place == first ? one : other, 8, row => row[place]);
    }

    private object? Maybe(object value) => random.Next(5) == 0 ? null : value;

    private T Pick<T>(params T[] items) => items[random.Next(items.Length)];

    private static RandomExpression Literal(object value)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{value}");
        text = value switch
        {
            string => text.Replace("'", "''").Insert(0, '\'').Append('\''),
            double when !text.ToString().Contains('.', StringComparison.Ordinal) && !text.ToString().Contains('E', StringComparison.Ordinal) => text.Append(".0"),
            _ => text,
        };
        return new(text.ToString(), text[0] == '-' ? 7 : 8, _ => value);
    }

    private static RandomExpression Infix(RandomExpression left, string symbol, int strength, RandomExpression right, Func<string, object?, object?, object?> compute) => new(
        $"{left.Within(strength == 4 ? 5 : strength)} {symbol} {right.Within(strength + 1)}", strength, row => compute(symbol, left.Evaluate(row), right.Evaluate(row)));

    private static RandomExpression Prefix(string symbol, int strength, RandomExpression operand, Func<object, object?> compute)
        => new(symbol + operand.Within(strength), strength, row => operand.Evaluate(row) is { } value ? compute(value) : null);

    private static RandomExpression Function(string name, RandomExpression operand, Func<object, object?> compute)
        => new($"{name}({operand.Text})", 8, row => operand.Evaluate(row) is { } value ? compute(value) : null);

    private static RandomExpression Call(string name, RandomExpression left, RandomExpression right, Func<object?, object?, object?> compute, bool nullable = false) => new(
        $"{name}({left.Text}, {right.Text})", 8,
        row => (left.Evaluate(row), right.Evaluate(row)) is var (one, other) && (nullable || (one is not null && other is not null)) ? compute(one, other) : null);

    private static RandomExpression Coalesce(RandomExpression left, RandomExpression right)
        => new($"coalesce({left.Text}, {right.Text})", 8, row => left.Evaluate(row) ?? right.Evaluate(row));
}
