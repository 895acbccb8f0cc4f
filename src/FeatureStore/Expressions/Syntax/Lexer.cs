using System.Text;

namespace FeatureStore.Expressions.Syntax;

/// <summary>Splits an expression into words. Keywords are known in any case; names keep theirs.</summary>
internal static class Lexer
{
    /// <summary>The most characters of an expression.</summary>
    internal const int LongestText = 20_000;

    private static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "AND", "OR", "NOT", "IN", "LIKE", "ESCAPE", "BETWEEN", "IS", "NULL", "TRUE", "FALSE", "CASE", "WHEN", "THEN", "ELSE", "END", "CAST", "AS",
    };

    private static readonly string[] Symbols = ["<>", "!=", "<=", ">=", "==", "||", "<", ">", "=", "+", "-", "*", "/", "%", "(", ")", ",", "."];

    /// <summary>The words, ended by one of kind <see cref="TokenKind.End"/>.</summary>
    /// <exception cref="ExpressionException">The text is too long, a character is no part of the language, or a quote is not closed.</exception>
    internal static List<Token> Split(string text)
    {
        if (text.Length > LongestText)
        {
            throw new ExpressionException(LongestText, text.Length - LongestText, $"The expression has {text.Length} characters; at most {LongestText} are legal. Split it into several features.");
        }

        var tokens = new List<Token>();
        for (var position = 0; ;)
        {
            while (position < text.Length && char.IsWhiteSpace(text[position]))
            {
                position++;
            }

            if (position == text.Length)
            {
                tokens.Add(new Token(TokenKind.End, string.Empty, position, 0));
                return tokens;
            }

            var token = Read(text, position);
            tokens.Add(token);
            position += token.Length;
        }
    }

    /// <summary>A column's name as an expression spells it: its parts in double quotes where they are no plain words.</summary>
    internal static string Quote(string name) => string.Join('.', name.Split('.').Select(static part => IsPlain(part) ? part : $"\"{part.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    private static bool IsPlain(string part)
        => part.Length > 0 && !char.IsDigit(part[0]) && part.All(static letter => char.IsLetterOrDigit(letter) || letter == '_') && !Keywords.Contains(part);

    private static Token Read(string text, int position)
    {
        var letter = text[position];
        if (letter is '\'' or '"')
        {
            return ReadQuoted(text, position, letter == '"' ? TokenKind.QuotedName : TokenKind.Text);
        }

        if (char.IsAsciiDigit(letter) || (letter == '.' && position + 1 < text.Length && char.IsAsciiDigit(text[position + 1])))
        {
            return ReadNumber(text, position);
        }

        if (char.IsLetter(letter) || letter == '_')
        {
            return ReadWord(text, position);
        }

        if (letter is '-' or '/' && position + 1 < text.Length && text[position + 1] == (letter == '-' ? '-' : '*'))
        {
            throw new ExpressionException(
                position, 2, $"'{text.Substring(position, 2)}' begins a comment in SQL; expressions have none. Put a space between two minus signs.");
        }

        var symbol = Array.Find(Symbols, symbol => string.CompareOrdinal(text, position, symbol, 0, symbol.Length) == 0);
        return symbol is not null
            ? new Token(TokenKind.Symbol, symbol, position, symbol.Length)
            : throw new ExpressionException(
                position, LengthOfCharacter(text, position),
                $"The character '{text.Substring(position, LengthOfCharacter(text, position))}' is no part of an expression. Text is written in single quotes, names with other characters in double quotes.");
    }

    private static int LengthOfCharacter(string text, int position)
        => position + 1 < text.Length && char.IsSurrogatePair(text[position], text[position + 1]) ? 2 : 1;

    private static Token ReadQuoted(string text, int start, TokenKind kind)
    {
        var quote = text[start];
        var content = new StringBuilder();
        for (var position = start + 1; position < text.Length; position++)
        {
            if (text[position] != quote)
            {
                content.Append(text[position]);
            }
            else if (position + 1 < text.Length && text[position + 1] == quote)
            {
                content.Append(text[position++]);
            }
            else
            {
                return new Token(kind, content.ToString(), start, position + 1 - start);
            }
        }

        throw new ExpressionException(start, text.Length - start, $"The quote {quote} is not closed. A quote within the text is written twice.");
    }

    private static Token ReadNumber(string text, int start)
    {
        var end = SkipDigits(text, start);
        if (end < text.Length && text[end] == '.')
        {
            end = SkipDigits(text, end + 1);
        }

        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var exponent = end + 1 < text.Length && text[end + 1] is '+' or '-' ? end + 2 : end + 1;
            end = exponent < text.Length && char.IsAsciiDigit(text[exponent]) ? SkipDigits(text, exponent) : end;
        }

        return end < text.Length && (char.IsLetter(text[end]) || text[end] == '_')
            ? throw new ExpressionException(start, end + 1 - start, $"'{text[start..(end + 1)]}' is neither a number nor a name. Names begin with a letter, or stand in double quotes.")
            : new Token(TokenKind.Number, text[start..end], start, end - start);
    }

    private static int SkipDigits(string text, int position)
    {
        while (position < text.Length && char.IsAsciiDigit(text[position]))
        {
            position++;
        }

        return position;
    }

    private static Token ReadWord(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
        {
            end++;
        }

        var word = text[start..end];
        return new Token(Keywords.Contains(word) ? TokenKind.Keyword : TokenKind.Name, word, start, end - start);
    }
}
