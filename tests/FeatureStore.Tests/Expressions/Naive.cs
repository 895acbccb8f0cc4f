using System.Numerics;
using System.Text;

namespace FeatureStore.Tests.Expressions;

/// <summary>The rules of the language as one would write them in a hurry, over boxed values: the oracle.</summary>
internal static class Naive
{
    internal static object? WholeSum(string symbol, object? left, object? right)
    {
        if (left is null || right is null)
        {
            return null;
        }

        var (one, other) = ((BigInteger)(long)left, (BigInteger)(long)right);
        BigInteger? result = symbol switch
        {
            "+" => one + other,
            "-" => one - other,
            "*" => one * other,
            _ when other.IsZero => null,
            "%" => BigInteger.Remainder(one, other),
            _ => BigInteger.Divide(one, other),
        };
        return result >= long.MinValue && result <= long.MaxValue ? (long)result : null;
    }

    internal static object? FloatingSum(string symbol, object? left, object? right)
    {
        if (left is null || right is null)
        {
            return null;
        }

        var (one, other) = (ToDouble(left), ToDouble(right));
        var result = symbol switch
        {
            "+" => one + other,
            "-" => one - other,
            "*" => one * other,
            "/" => one / other,
            _ => one % other,
        };
        var isUndefined = (symbol is "/" or "%" && other == 0) || (double.IsFinite(one) && double.IsFinite(other) && !double.IsFinite(result));
        return isUndefined ? null : result;
    }

    internal static object? Logic(string symbol, object? left, object? right)
    {
        var decisive = symbol == "OR";
        if (Equals(left, decisive) || Equals(right, decisive))
        {
            return decisive;
        }

        return left is null || right is null ? null : !decisive;
    }

    internal static object? Decide(string symbol, object? left, object? right) => Compare(left, right) is { } order
        ? symbol switch
        {
            "=" => order == 0,
            "<>" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        }
        : null;

    internal static int? Compare(object? left, object? right) => (left, right) switch
    {
        (null, _) or (_, null) => null,
        (long one, long other) => one.CompareTo(other),
        (string one, string other) => Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(other)),
        _ => CompareNumbers(ToDouble(left), ToDouble(right)),
    };

    private static int CompareNumbers(double one, double other) => (double.IsNaN(one), double.IsNaN(other)) switch
    {
        (false, false) => one < other ? -1 : one > other ? 1 : 0,
        var (first, second) => first.CompareTo(second),
    };

    private static double ToDouble(object value) => value is long whole ? whole : (double)value;
}
