using System.Globalization;
using System.Text;
using Catalog.Core.Values;

namespace FeatureStore.Expressions.Syntax;

/// <summary>Reads what operators stand between: values, columns, calls, CASE, CAST and parentheses. Not thread-safe.</summary>
internal sealed class PrimaryParser(TokenStream tokens, Func<Node> readExpression)
{
    internal Node Read()
    {
        var start = tokens.Current;
        switch (start.Kind)
        {
            case TokenKind.Number:
                tokens.Advance();
                return ReadNumber(start, start.Text);
            case TokenKind.Text:
                tokens.Advance();
                return new LiteralNode(start.Position, start.Length, Value.Of(start.Text));
            case TokenKind.Name or TokenKind.QuotedName:
                tokens.Advance();
                return tokens.Take("(") ? ReadCall(start) : IsTime(start) ? ReadTime(start) : ReadColumn(start);
            case TokenKind.Keyword:
                return ReadKeyword(start);
        }

        if (!tokens.Take("("))
        {
            throw tokens.Unexpected("a value, a column or a function");
        }

        var inner = readExpression();
        tokens.Require(")");
        return inner with { Position = start.Position, Length = tokens.LengthFrom(start) };
    }

    /// <summary>The items up to the closing parenthesis; the opening one is read already.</summary>
    internal List<Node> ReadList()
    {
        var items = new List<Node>();
        do
        {
            items.Add(readExpression());
        }
        while (tokens.Take(","));
        tokens.Require(")");
        return items;
    }

    /// <summary>A number after a minus sign, so that the smallest whole number can be written; null when something else follows.</summary>
    internal Node? TryReadNegativeNumber(Token sign)
    {
        if (tokens.Current.Kind != TokenKind.Number)
        {
            return null;
        }

        var number = tokens.Current;
        tokens.Advance();
        return ReadNumber(sign with { Length = number.Position + number.Length - sign.Position }, "-" + number.Text);
    }

    private static LiteralNode ReadNumber(Token place, string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            return new LiteralNode(place.Position, place.Length, Value.Of(whole));
        }

        if (text.AsSpan().IndexOfAny(".eE") < 0)
        {
            throw new ExpressionException(place.Position, place.Length, $"The whole number '{text}' does not fit into 64 bits. Write it as '{text}.0' for a double.");
        }

        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(number)
            ? new LiteralNode(place.Position, place.Length, Value.Of(number))
            : throw new ExpressionException(place.Position, place.Length, $"The number '{text}' is too large for the type double.");
    }

    private ColumnNode ReadColumn(Token start)
    {
        var name = new StringBuilder(start.Text);
        while (tokens.Take("."))
        {
            var part = tokens.Current;
            if (!part.IsName && part.Kind != TokenKind.Keyword)
            {
                throw tokens.Unexpected("a name after '.'");
            }

            tokens.Advance();
            name.Append('.').Append(part.Text);
        }

        return new ColumnNode(start.Position, tokens.LengthFrom(start), name.ToString(), start.Kind == TokenKind.QuotedName);
    }

    private CallNode ReadCall(Token name)
    {
        List<Node> arguments = tokens.Take(")") ? [] : ReadList();
        return new CallNode(name.Position, tokens.LengthFrom(name), name.Text.ToLowerInvariant(), arguments);
    }

    private Node ReadKeyword(Token start)
    {
        if (start.Is("TRUE") || start.Is("FALSE") || start.Is("NULL"))
        {
            tokens.Advance();
            return new LiteralNode(start.Position, start.Length, start.Is("NULL") ? Value.Null : Value.Of(start.Is("TRUE")));
        }

        if (tokens.Take("CASE"))
        {
            return ReadCase(start);
        }

        if (tokens.Take("CAST"))
        {
            return ReadCast(start);
        }

        throw tokens.Unexpected("a value, a column or a function");
    }

    // No keyword: columns are often called so.
    private bool IsTime(Token word) => word.Kind == TokenKind.Name && word.Text.Equals("timestamp", StringComparison.OrdinalIgnoreCase) && tokens.Current.Kind == TokenKind.Text;

    private LiteralNode ReadTime(Token start)
    {
        var text = tokens.RequireText("a time");
        return new LiteralNode(start.Position, tokens.LengthFrom(start), Value.Of(TimeText.Read(text, start.Position, tokens.LengthFrom(start))));
    }

    private CaseNode ReadCase(Token start)
    {
        var subject = tokens.Current.Is("WHEN") ? null : readExpression();
        var branches = new List<(Node, Node)>();
        while (tokens.Take("WHEN"))
        {
            var condition = readExpression();
            tokens.Require("THEN");
            branches.Add((condition, readExpression()));
        }

        if (branches.Count == 0)
        {
            throw tokens.Unexpected("'WHEN'");
        }

        var fallback = tokens.Take("ELSE") ? readExpression() : null;
        tokens.Require("END");
        return new CaseNode(start.Position, tokens.LengthFrom(start), subject, branches, fallback);
    }

    private CastNode ReadCast(Token start)
    {
        tokens.Require("(");
        var operand = readExpression();
        tokens.Require("AS");
        var word = tokens.Current;
        tokens.Advance();
        if (!DataType.TryParse(word.Text, out var type) || type.IsList)
        {
            throw new ExpressionException(word.Position, word.Length, $"{word.Shown} is no type to convert to; legal are {string.Join(", ", DataType.Names)}.");
        }

        tokens.Require(")");
        return new CastNode(start.Position, tokens.LengthFrom(start), operand, type);
    }
}
