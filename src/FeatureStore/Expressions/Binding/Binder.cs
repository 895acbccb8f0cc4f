using Catalog.Core.Text;
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
    /// <exception cref="ExpressionException">A name is unknown, or types do not fit.</exception>
    internal TypedNode Bind(Node node) => BindPart(node).Fold();

    private TypedNode BindPart(Node node) => node switch
    {
        LiteralNode literal => literal.Value.IsNull ? TypedNode.Null : new TypedNode(literal.Value.Type, _ => literal.Value, []),
        ColumnNode column => BindColumn(column),
        UnaryNode { Operator: "NOT" } not => Logic.Not(Require(not.Operand, Bind(not.Operand), static part => part.IsBool, "true or false")),
        UnaryNode minus => Arithmetic.Negate(Require(minus.Operand, Bind(minus.Operand), static part => part.IsNumber, "a number")),
        BinaryNode binary => BindBinary(binary),
        IsNullNode isNull => Logic.IsNull(Bind(isNull.Operand), isNull.Negated),
        InNode membership => BindIn(membership),
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
            var near = scope.Names.Where(name => EditDistance.Between(name, column.Name) <= 2).Order(StringComparer.Ordinal).FirstOrDefault();
            throw new ExpressionException(
                column.Position, column.Length,
                $"There is no column '{column.Name}'. " + (near is null ? $"There are {Names()}." : $"The nearest is '{near}'."));
        }

        // Narrow numbers are computed with as wide ones, so that no sum of two columns overflows by itself.
        return type switch
        {
            { IsList: false, Element: ScalarType.Int32 } => new TypedNode(Types.Int64, row => row[place].IsNull ? Value.Null : Value.Of(row[place].AsInt64()), [column.Name]),
            { IsList: false, Element: ScalarType.Float } => new TypedNode(Types.Double, row => row[place].IsNull ? Value.Null : Value.Of(row[place].AsDouble()), [column.Name]),
            _ => new TypedNode(type, row => row[place], [column.Name]),
        };
    }

    private string Names()
    {
        const int most = 12;
        var names = scope.Names.Order(StringComparer.Ordinal).Select(static name => $"'{name}'").ToList();
        return names.Count <= most ? string.Join(", ", names) : string.Join(", ", names.Take(most)) + $" and {names.Count - most} more";
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

    private TypedNode BindIn(InNode membership)
    {
        var operand = Bind(membership.Operand);
        var items = membership.Items.Select(item =>
        {
            var bound = Bind(item);
            return Comparison.Bind(new BinaryNode(item.Position, item.Length, "=", membership.Operand, item), operand, bound);
        });
        var any = items.Aggregate(Logic.Or);
        return membership.Negated ? Logic.Not(any) : any;
    }

    private TypedNode BindCase(CaseNode choice)
    {
        var conditions = choice.Branches.Select(branch => Require(branch.When, Bind(branch.When), static part => part.IsBool, "true or false")).ToArray();
        var results = choice.Branches.Select(branch => Bind(branch.Then)).Append(choice.Else is null ? TypedNode.Null : Bind(choice.Else)).ToArray();
        var type = Types.Common(choice, results);
        var branches = results.Select(result => Types.Convert(result, type)).ToArray();
        return new TypedNode(type, Evaluate, TypedNode.Union(conditions.Concat(results)));

        Value Evaluate(ReadOnlySpan<Value> row)
        {
            for (var i = 0; i < conditions.Length; i++)
            {
                var condition = conditions[i].Evaluate(row);
                if (!condition.IsNull && condition.AsBool())
                {
                    return branches[i].Evaluate(row);
                }
            }

            return branches[^1].Evaluate(row);
        }
    }

    private TypedNode BindCall(CallNode call)
    {
        var function = FunctionTable.Find(call.Name) ?? throw new ExpressionException(
            call.Position, call.Name.Length, $"There is no function '{call.Name}'. There are {string.Join(", ", FunctionTable.Names)}.");
        return function.Bind(call, [.. call.Arguments.Select(Bind)]);
    }

    private static TypedNode Require(Node node, TypedNode part, Func<TypedNode, bool> fits, string expected)
        => fits(part) ? part : throw new ExpressionException(node.Position, node.Length, $"This is of type '{part.Words}' and must be {expected}.");
}
