namespace FeatureStore.Expressions.Syntax;

/// <summary>One word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A name or text without its quotes; everything else as written.</param>
/// <param name="Position">Where it begins.</param>
/// <param name="Length">Characters that it covers.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position, int Length)
{
    internal bool Is(string symbolOrKeyword) => Kind is TokenKind.Symbol or TokenKind.Keyword && Text.Equals(symbolOrKeyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>As an error message shows it.</summary>
    internal string Shown => Kind == TokenKind.End ? "the end" : $"'{Text}'";

    internal bool IsName => Kind is TokenKind.Name or TokenKind.QuotedName;
}

internal enum TokenKind
{
    End,
    Name,
    QuotedName,
    Keyword,
    Number,
    Text,
    Symbol,
}
