using Catalog.Core.Values;
using FeatureStore.Expressions.Syntax;

namespace FeatureStore.Expressions.Binding;

/// <summary>LIKE: <c>%</c> stands for any characters, <c>_</c> for one code point; case matters.</summary>
internal static class Like
{
    internal static TypedNode Bind(TypedNode operand, LikeNode node)
    {
        var pattern = Split(node);
        var evaluate = operand.Evaluate;
        var negated = node.Negated;
        return new TypedNode(
            Types.Bool, row => evaluate(row) is { IsNull: false } value ? Value.Of(Matches(value.AsString(), pattern) != negated) : Value.Null, operand.Columns);
    }

    private static List<(char Letter, bool IsWild)> Split(LikeNode node)
    {
        var parts = new List<(char, bool)>();
        for (var i = 0; i < node.Pattern.Length; i++)
        {
            var letter = node.Pattern[i];
            if (letter == node.Escape)
            {
                parts.Add(i + 1 < node.Pattern.Length
                    ? (node.Pattern[++i], false)
                    : throw new ExpressionException(node.Position, node.Length, $"The pattern '{node.Pattern}' ends with its escape character '{letter}'."));
            }
            else
            {
                parts.Add((letter, letter is '%' or '_'));
            }
        }

        return parts;
    }

    // Goes back to the last % only: linear in the text for each %, whatever the pattern.
    private static bool Matches(string text, List<(char Letter, bool IsWild)> pattern)
    {
        var (at, next, star, mark) = (0, 0, -1, 0);
        while (at < text.Length)
        {
            if (next < pattern.Count && pattern[next] is ('%', true))
            {
                (star, mark) = (next++, at);
            }
            else if (next < pattern.Count && (pattern[next] is ('_', true) || (!pattern[next].IsWild && pattern[next].Letter == text[at])))
            {
                at += pattern[next].IsWild && char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1;
                next++;
            }
            else if (star >= 0)
            {
                (next, at) = (star + 1, ++mark);
            }
            else
            {
                return false;
            }
        }

        while (next < pattern.Count && pattern[next] is ('%', true))
        {
            next++;
        }

        return next == pattern.Count;
    }
}
