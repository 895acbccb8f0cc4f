using Catalog.Core.Values;
using FeatureStore.Expressions.Binding;
using FeatureStore.Expressions.Syntax;

namespace FeatureStore.Expressions.Functions;

/// <summary>Functions of numbers. What is not defined for a number (the root of -1) is null.</summary>
internal static class NumberFunctions
{
    internal static readonly Function[] All =
    [
        new("abs(x)", (node, arguments) => KeepWhole(node, "abs(x)", arguments, static whole => whole == long.MinValue ? null : Math.Abs(whole), Math.Abs)),
        new("sign(x)", (node, arguments) => KeepWhole(node, "sign(x)", arguments, static whole => Math.Sign(whole), static number => double.IsNaN(number) ? number : Math.Sign(number))),
        new("floor(x)", (node, arguments) => KeepWhole(node, "floor(x)", arguments, static whole => whole, Math.Floor)),
        new("ceil(x)", (node, arguments) => KeepWhole(node, "ceil(x)", arguments, static whole => whole, Math.Ceiling)),
        Call.Of("round(x[, digits])", [ArgumentKind.Number, ArgumentKind.Whole], 1, Types.Double, Round),
        Call.Of("div(x, y)", ArgumentKind.Whole, ArgumentKind.Whole, Types.Int64, static (left, right) =>
            right.AsInt64() == 0 ? Value.Null : Arithmetic.ToWhole((Int128)left.AsInt64() / right.AsInt64())),
        Of("sqrt(x)", static number => number < 0 ? null : Math.Sqrt(number)),
        Of("ln(x)", static number => number <= 0 ? null : Math.Log(number)),
        Of("log10(x)", static number => number <= 0 ? null : Math.Log10(number)),
        Of("exp(x)", static number => Finite(Math.Exp(number), number)),
        Of("sin(x)", static number => Math.Sin(number)),
        Of("cos(x)", static number => Math.Cos(number)),
        Call.Of("power(x, y)", ArgumentKind.Number, ArgumentKind.Number, Types.Double, static (left, right) => Arithmetic.ToFloating(Math.Pow(left.AsDouble(), right.AsDouble()), left, right)),
    ];

    private static Function Of(string signature, Func<double, double?> compute)
        => Call.Of(signature, ArgumentKind.Number, Types.Double, value => compute(value.AsDouble()) is { } result ? Value.Of(result) : Value.Null);

    private static TypedNode KeepWhole(CallNode node, string signature, TypedNode[] arguments, Func<long, long?> whole, Func<double, double> floating)
    {
        Call.Check(node, signature, arguments, [ArgumentKind.Number], required: 1);
        return arguments[0].IsWhole
            ? Call.Of(Types.Int64, arguments[0], value => whole(value.AsInt64()) is { } result ? Value.Of(result) : Value.Null)
            : Call.Of(Types.Double, arguments[0], value => Value.Of(floating(value.AsDouble())));
    }

    // Half away from zero, as people round; digits beyond what a double holds change nothing.
    private static Value Round(ReadOnlySpan<Value> arguments)
    {
        var number = arguments[0].AsDouble();
        var digits = arguments.Length > 1 ? arguments[1].AsInt64() : 0;
        if (digits is < -300 or > 15 || !double.IsFinite(number))
        {
            return digits < -300 ? Value.Of(0.0) : Value.Of(number);
        }

        if (digits >= 0)
        {
            return Value.Of(Math.Round(number, (int)digits, MidpointRounding.AwayFromZero));
        }

        var scale = Math.Pow(10, -digits);
        return Value.Of(Math.Round(number / scale, MidpointRounding.AwayFromZero) * scale);
    }

    private static double? Finite(double result, double number) => double.IsFinite(result) || !double.IsFinite(number) ? result : null;
}
