namespace FeatureStore.Expressions.Syntax;

/// <summary>The words of an expression, read from left to right. Bounds how deep expressions nest, since they may come from strangers. Not thread-safe.</summary>
internal sealed class TokenStream(List<Token> tokens)
{
    private const int DeepestLevel = 100;

    private int _next;
    private int _level;

    internal Token Current => tokens[_next];

    internal void Advance() => _next += Current.Kind == TokenKind.End ? 0 : 1;

    /// <summary>Passes over the symbol or keyword if it is the next word.</summary>
    internal bool Take(string symbolOrKeyword)
    {
        var found = Current.Is(symbolOrKeyword);
        _next += found ? 1 : 0;
        return found;
    }

    internal void Require(string symbolOrKeyword)
    {
        if (!Take(symbolOrKeyword))
        {
            throw Unexpected($"'{symbolOrKeyword}'");
        }
    }

    internal string RequireText(string expected)
    {
        var token = Current;
        if (token.Kind != TokenKind.Text)
        {
            throw Unexpected(expected);
        }

        Advance();
        return token.Text;
    }

    /// <summary>Characters from the beginning of a word or part to the end of the last word read.</summary>
    internal int LengthFrom(Token start) => End - start.Position;

    /// <inheritdoc cref="LengthFrom(Token)" />
    internal int LengthFrom(Node start) => End - start.Position;

    internal ExpressionException Unexpected(string expected)
        => new(Current.Position, Current.Length, $"Found {Current.Shown} where {expected} is expected.");

    /// <summary>Goes a level deeper until the result is disposed.</summary>
    internal Level Enter()
        => ++_level <= DeepestLevel
            ? new Level(this)
            : throw new ExpressionException(Current.Position, Current.Length, $"The expression is nested more than {DeepestLevel} levels deep. Split it into several features.");

    private int End => _next == 0 ? 0 : tokens[_next - 1].Position + tokens[_next - 1].Length;

    /// <summary>One level of nesting.</summary>
    internal readonly struct Level(TokenStream stream) : IDisposable
    {
        public void Dispose() => stream._level--;
    }
}
