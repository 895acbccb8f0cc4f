using Catalog.Core.Values;
using FeatureStore.Expressions.Functions;
using FeatureStore.Expressions.Syntax;

namespace FeatureStore.Expressions.Binding;

/// <summary>
/// Finds the columns, checks the types and compiles. NULL behaves as in SQL: operators and functions give null for a null operand unless their page says otherwise, AND and OR
/// know three values, and a condition that is null does not hold.
/// </summary>
internal sealed class Binder(ExpressionScope scope)
{
    /// <summary>The most operators and calls within each other; also bounds the stack that computing takes.</summary>
    internal const int DeepestLevel = 250;

    private int _level;

    /// <exception cref="ExpressionException">A name is unknown, types do not fit, or the parts go too deep.</exception>
    internal TypedNode Bind(Node node)
    {
        if (++_level > DeepestLevel)
        {
            throw new ExpressionException(
                node.Position, node.Length, $"More than {DeepestLevel} operators follow each other. Use IN for a long list of values, or split the expression into several features.");
        }

        var bound = BindPart(node).Fold();
        _level--;
        return bound;
    }

    private TypedNode BindPart(Node node) => node switch
    {
        LiteralNode literal => literal.Value.IsNull ? TypedNode.Null : new TypedNode(literal.Value.Type, _ => literal.Value, []),
        ColumnNode column => BindColumn(column),
        UnaryNode { Operator: "NOT" } not => Logic.Not(Require(not.Operand, Bind(not.Operand), static part => part.IsBool, "true or false")),
        UnaryNode sign => Arithmetic.Sign(sign, Require(sign.Operand, Bind(sign.Operand), static part => part.IsNumber, "a number")),
        BinaryNode binary => BindBinary(binary),
        IsNullNode isNull => Logic.IsNull(Bind(isNull.Operand), isNull.Negated),
        InNode membership => Membership.In(membership, Bind(membership.Operand), [.. membership.Items.Select(Bind)]),
        BetweenNode between => Membership.Between(between, Bind(between.Operand), Bind(between.Low), Bind(between.High)),
        LikeNode like => Like.Bind(Require(like.Operand, Bind(like.Operand), static part => part.IsText, "text"), like),
        CaseNode choice => BindCase(choice),
        CastNode cast => Casts.Bind(Bind(cast.Operand), cast),
        CallNode call => BindCall(call),
        _ => throw new InvalidOperationException($"The part '{node.GetType().Name}' of an expression is not known."),
    };

    private TypedNode BindColumn(ColumnNode column)
    {
        if (!scope.TryFind(column.Name, out var place, out var type))
        {
            var unknown = scope.Explain(column.Name)!; // TryFind did not find it.
            throw new ExpressionException(new ExpressionError(
                column.Position, column.Length, unknown.Message + (column.IsQuoted ? " Text is written in single quotes." : string.Empty))
            {
                Instead = [.. unknown.Instead.Select(Lexer.Quote)],
            });
        }

        // Narrow numbers are computed with as wide ones, so that no sum of two columns overflows by itself.
        return type switch
        {
            { IsList: false, Element: ScalarType.Int32 } => new TypedNode(Types.Int64, row => row[place].IsNull ? Value.Null : Value.Of(row[place].AsInt64()), [column.Name]),
            { IsList: false, Element: ScalarType.Float } => new TypedNode(Types.Double, row => row[place].IsNull ? Value.Null : Value.Of(row[place].AsDouble()), [column.Name]),
            _ => new TypedNode(type, row => row[place], [column.Name]),
        };
    }

    private TypedNode BindBinary(BinaryNode binary)
    {
        var (left, right) = (Bind(binary.Left), Bind(binary.Right));
        switch (binary.Operator)
        {
            case "AND" or "OR":
                Require(binary.Left, left, static part => part.IsBool, "true or false");
                Require(binary.Right, right, static part => part.IsBool, "true or false");
                return binary.Operator == "AND" ? Logic.And(left, right) : Logic.Or(left, right);
            case "||":
                Require(binary.Left, left, static part => part.IsText, "text; convert it with CAST(... AS string)");
                Require(binary.Right, right, static part => part.IsText, "text; convert it with CAST(... AS string)");
                return TextFunctions.Join(left, right);
            case "=" or "<>" or "<" or "<=" or ">" or ">=":
                return Comparison.Bind(binary, left, right);
            default:
                return Arithmetic.Bind(binary, left, right);
        }
    }

    private TypedNode BindCase(CaseNode choice)
    {
        var subject = choice.Subject is null ? null : Bind(choice.Subject);
        var conditions = choice.Branches.Select(branch => Bind(branch.When)).ToArray();
        for (var i = 0; subject is null && i < conditions.Length; i++)
        {
            Require(choice.Branches[i].When, conditions[i], static part => part.IsBool, "true or false");
        }

        return Choice.Bind(
            choice, subject, conditions, [.. choice.Branches.Select(branch => Bind(branch.Then)), choice.Else is null ? TypedNode.Null : Bind(choice.Else)]);
    }

    private TypedNode BindCall(CallNode call)
    {
        var function = FunctionTable.Find(call.Name) ?? throw UnknownFunction(call);
        return function.Bind(call, [.. call.Arguments.Select(Bind)]);
    }

    private static ExpressionException UnknownFunction(CallNode call)
    {
        var near = Nearest.Find(call.Name, FunctionTable.Names);
        var others = near is null ? $" {Nearest.ListOf(FunctionTable.Names)}" : null;
        return new ExpressionException(
            new ExpressionError(call.Position, call.Name.Length, $"There is no function '{call.Name}'.{others} All are listed in docs/expressions.md.") { Instead = near is null ? [] : [near] });
    }

    private static TypedNode Require(Node node, TypedNode part, Func<TypedNode, bool> fits, string expected)
        => fits(part) ? part : throw new ExpressionException(node.Position, node.Length, $"This is of type '{part.Words}' and must be {expected}.");
}
