using Catalog.Core.Values;
using FeatureStore.Expressions.Syntax;

namespace FeatureStore.Expressions.Binding;

/// <summary>CASE. The first branch that holds decides; a condition that is null does not hold, and nothing after it is computed.</summary>
internal static class Choice
{
    private delegate bool Condition(ReadOnlySpan<Value> row, Value subject);

    internal static TypedNode Bind(CaseNode node, TypedNode? subject, TypedNode[] conditions, TypedNode[] results)
    {
        var type = Types.Common(node, results);
        var branches = results.Select(result => Types.Convert(result, type).Evaluate).ToArray();
        subject = subject is null ? null : Comparison.ReadTime(subject, conditions, node.Subject!); // It was bound from that node.
        var tests = conditions.Select((condition, index) => subject is null ? Holds(condition) : Equals(subject, condition, node.Branches[index].When)).ToArray();
        var evaluateSubject = (subject ?? TypedNode.Null).Evaluate;
        return new TypedNode(type, Evaluate, TypedNode.Union(conditions.Concat(results).Append(subject ?? TypedNode.Null)));

        Value Evaluate(ReadOnlySpan<Value> row)
        {
            var value = evaluateSubject(row);
            for (var i = 0; i < tests.Length; i++)
            {
                if (tests[i](row, value))
                {
                    return branches[i](row);
                }
            }

            return branches[^1](row);
        }
    }

    private static Condition Holds(TypedNode condition)
    {
        var evaluate = condition.Evaluate;
        return (row, _) => evaluate(row) is { IsNull: false } value && value.AsBool();
    }

    private static Condition Equals(TypedNode subject, TypedNode candidate, Node node)
    {
        var (evaluate, order) = Comparison.With(subject, candidate, node);
        return (row, value) => !value.IsNull && evaluate(row) is { IsNull: false } other && order(value, other) == 0;
    }
}
