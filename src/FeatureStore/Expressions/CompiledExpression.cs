using Catalog.Core.Values;
using FeatureStore.Expressions.Binding;
using FeatureStore.Expressions.Syntax;

namespace FeatureStore.Expressions;

/// <summary>
/// An expression of the language in <c>docs/expressions.md</c>, checked and compiled: <c>where</c>, <c>of</c> and <c>from</c> of features, and on-demand features. Immutable, thread-safe.
/// </summary>
public sealed class CompiledExpression
{
    private CompiledExpression(string text, TypedNode node)
    {
        Text = text;
        Type = node.Type;
        Columns = node.Columns;
        Evaluate = node.Evaluate;
    }

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>Type of the result; null for an expression that is always null.</summary>
    public DataType? Type { get; }

    /// <summary>Names of the columns that it reads, ordered by name.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Computes the result for one row.</summary>
    public Evaluator Evaluate { get; }

    /// <summary>Compiles an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="scope">The columns that it may name.</param>
    /// <param name="error">What is wrong; null when it can be used.</param>
    /// <returns>Null when something is wrong.</returns>
    public static CompiledExpression? Compile(string text, ExpressionScope scope, out ExpressionError? error)
    {
        try
        {
            error = null;
            return new CompiledExpression(text, new Binder(scope).Bind(Parser.Parse(text)));
        }
        catch (ExpressionException exception)
        {
            error = exception.Error;
            return null;
        }
    }

    /// <summary>The text with one blank between words and keywords in capitals: equal for expressions that differ in layout only. A text that cannot be read comes back as it is.</summary>
    public static string Normalize(string text)
    {
        try
        {
            return string.Join(' ', Lexer.Split(text).Where(static token => token.Kind != TokenKind.End)
                .Select(token => token.Kind == TokenKind.Keyword ? token.Text.ToUpperInvariant() : text.Substring(token.Position, token.Length)));
        }
        catch (ExpressionException)
        {
            return text;
        }
    }

    /// <summary>As <see cref="Compile(string, ExpressionScope, out ExpressionError)"/>, and the result must be a bool.</summary>
    public static CompiledExpression? CompileCondition(string text, ExpressionScope scope, out ExpressionError? error)
    {
        var compiled = Compile(text, scope, out error);
        if (compiled is null || compiled.Type is null or { IsList: false, Element: ScalarType.Bool })
        {
            return compiled;
        }

        error = new ExpressionError(0, text.Length, $"The condition '{text}' gives a value of type '{compiled.Type}'; it must be true or false. Compare it with something.");
        return null;
    }
}
