using Catalog.Core.Values;
using FeatureStore.Expressions.Binding;
using FeatureStore.Expressions.Syntax;

namespace FeatureStore.Expressions.Functions;

/// <summary>Makes functions from what they compute. All of them give null when an argument is null.</summary>
internal static class Call
{
    internal static Function Of(string signature, ArgumentKind first, DataType result, Func<Value, Value> compute)
        => new(signature, (node, arguments) =>
        {
            Check(node, signature, arguments, [first], required: 1);
            return Of(result, arguments[0], compute);
        });

    internal static Function Of(string signature, ArgumentKind first, ArgumentKind second, DataType result, Func<Value, Value, Value> compute)
        => new(signature, (node, arguments) =>
        {
            Check(node, signature, arguments, [first, second], required: 2);
            return Arithmetic.Of(result, arguments[0], arguments[1], compute);
        });

    internal static Function Of(string signature, ArgumentKind[] kinds, int required, DataType result, Computation compute)
        => new(signature, (node, arguments) =>
        {
            Check(node, signature, arguments, kinds, required);
            return Of(result, arguments, compute);
        });

    internal static TypedNode Of(DataType result, TypedNode argument, Func<Value, Value> compute)
    {
        var evaluate = argument.Evaluate;
        return new TypedNode(result, row => evaluate(row) is { IsNull: false } value ? compute(value) : Value.Null, argument.Columns);
    }

    internal static void Check(CallNode node, string signature, TypedNode[] arguments, ArgumentKind[] kinds, int required)
    {
        if (arguments.Length < required || arguments.Length > kinds.Length)
        {
            throw new ExpressionException(node.Position, node.Length, $"'{node.Name}' is called with {arguments.Length} argument{(arguments.Length == 1 ? string.Empty : "s")}; write {signature}.");
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            if (!Fits(arguments[i], kinds[i]))
            {
                throw new ExpressionException(
                    node.Arguments[i].Position, node.Arguments[i].Length,
                    $"Argument {i + 1} of {signature} is of type '{arguments[i].Words}' and must be {Words(kinds[i])}.");
            }
        }
    }

    private static TypedNode Of(DataType result, TypedNode[] arguments, Computation compute)
    {
        var parts = arguments.Select(static argument => argument.Evaluate).ToArray();
        return new TypedNode(result, Evaluate, TypedNode.Union(arguments));

        Value Evaluate(ReadOnlySpan<Value> row)
        {
            var values = default(Arguments);
            for (var i = 0; i < parts.Length; i++)
            {
                values[i] = parts[i](row);
                if (values[i].IsNull)
                {
                    return Value.Null;
                }
            }

            return compute(((ReadOnlySpan<Value>)values)[..parts.Length]);
        }
    }

    private static string Words(ArgumentKind kind) => kind switch
    {
        ArgumentKind.Number => "a number",
        ArgumentKind.Whole => "a whole number",
        ArgumentKind.Text => "text",
        ArgumentKind.Time => "a timestamp",
        ArgumentKind.List => "a list",
        _ => throw new InvalidOperationException("An argument of any type always fits."),
    };

    private static bool Fits(TypedNode argument, ArgumentKind kind) => kind switch
    {
        ArgumentKind.Number => argument.IsNumber,
        ArgumentKind.Whole => argument.IsWhole || argument.Type is null,
        ArgumentKind.Text => argument.IsText,
        ArgumentKind.Time => argument.IsTime,
        ArgumentKind.List => argument.Type is null or { IsList: true },
        _ => true,
    };
}
