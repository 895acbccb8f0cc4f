namespace FeatureStore.Expressions.Syntax;

/// <summary>
/// Reads an expression by recursive descent. From weak to strong: OR, AND, NOT, comparisons (with IN, LIKE, BETWEEN, IS NULL), <c>+ - ||</c>, <c>* / %</c>, signs. Not thread-safe.
/// </summary>
internal sealed class Parser
{
    private static readonly string[] Comparisons = ["=", "==", "<>", "!=", "<", "<=", ">", ">="];

    private readonly TokenStream _tokens;
    private readonly PrimaryParser _primaries;

    private Parser(string text)
    {
        _tokens = new TokenStream(Lexer.Split(text));
        _primaries = new PrimaryParser(_tokens, ReadExpression);
    }

    /// <exception cref="ExpressionException">The text is no expression; the error says where and what was expected.</exception>
    internal static Node Parse(string text)
    {
        var parser = new Parser(text);
        if (parser._tokens.Current.Kind == TokenKind.End)
        {
            throw new ExpressionException(0, text.Length, "The expression is empty. Write a column, a value or a condition such as amount > 0.");
        }

        var node = parser.ReadExpression();
        return parser._tokens.Current.Kind == TokenKind.End ? node : throw parser._tokens.Unexpected("an operator or the end");
    }

    private Node ReadExpression()
    {
        using var level = _tokens.Enter();
        return ReadChain(["OR"], () => ReadChain(["AND"], ReadNot));
    }

    private Node ReadNot()
    {
        var start = _tokens.Current;
        if (!_tokens.Take("NOT"))
        {
            return ReadPredicate();
        }

        using var level = _tokens.Enter();
        return Unary(start, "NOT", ReadNot());
    }

    private Node ReadPredicate()
    {
        var predicate = ReadOnePredicate();
        var next = _tokens.Current;
        return next.Kind == TokenKind.Symbol && Array.IndexOf(Comparisons, next.Text) >= 0
            ? throw new ExpressionException(next.Position, next.Length, $"'{next.Text}' follows another comparison. Join the two with AND, or put one in parentheses.")
            : predicate;
    }

    private Node ReadOnePredicate()
    {
        var left = ReadSum();
        var symbol = _tokens.Current;
        switch (symbol.Kind == TokenKind.Symbol ? symbol.Text : string.Empty)
        {
            case "=" or "==":
                _tokens.Advance();
                return Binary(left, "=", ReadSum());
            case "<>" or "!=":
                _tokens.Advance();
                return Binary(left, "<>", ReadSum());
            case "<" or "<=" or ">" or ">=":
                _tokens.Advance();
                return Binary(left, symbol.Text, ReadSum());
        }

        if (_tokens.Take("IS"))
        {
            var negated = _tokens.Take("NOT");
            _tokens.Require("NULL");
            return new IsNullNode(left.Position, _tokens.LengthFrom(left), left, negated);
        }

        return ReadMembership(left);
    }

    private Node ReadMembership(Node left)
    {
        var negated = _tokens.Take("NOT");
        if (_tokens.Take("IN"))
        {
            _tokens.Require("(");
            var items = _primaries.ReadList();
            return new InNode(left.Position, _tokens.LengthFrom(left), left, items, negated);
        }

        if (_tokens.Take("LIKE"))
        {
            var pattern = _tokens.RequireText("a pattern in single quotes");
            var escape = _tokens.Take("ESCAPE") ? ReadEscape() : default(char?);
            return new LikeNode(left.Position, _tokens.LengthFrom(left), left, pattern, escape, negated);
        }

        if (_tokens.Take("BETWEEN"))
        {
            var low = ReadSum();
            _tokens.Require("AND");
            var high = ReadSum();
            return new BetweenNode(left.Position, _tokens.LengthFrom(left), left, low, high, negated);
        }

        return negated ? throw _tokens.Unexpected("IN, LIKE or BETWEEN after NOT") : left;
    }

    private char ReadEscape()
    {
        var token = _tokens.Current;
        var escape = _tokens.RequireText("one character in single quotes");
        return escape.Length == 1
            ? escape[0]
            : throw new ExpressionException(token.Position, token.Length, $"The escape '{escape}' of LIKE must be one character.");
    }

    private Node ReadSum() => ReadChain(["+", "-", "||"], () => ReadChain(["*", "/", "%"], ReadSigned));

    private Node ReadSigned()
    {
        var start = _tokens.Current;
        if (_tokens.Take("+"))
        {
            using var plus = _tokens.Enter();
            return Unary(start, "+", ReadSigned());
        }

        if (!_tokens.Take("-"))
        {
            return _primaries.Read();
        }

        using var minus = _tokens.Enter();
        return _primaries.TryReadNegativeNumber(start) ?? Unary(start, "-", ReadSigned());
    }

    private Node ReadChain(string[] operators, Func<Node> readOperand)
    {
        var left = readOperand();
        while (Array.Find(operators, _tokens.Current.Is) is { } found)
        {
            _tokens.Advance();
            left = Binary(left, found, readOperand());
        }

        return left;
    }

    private UnaryNode Unary(Token start, string symbol, Node operand) => new(start.Position, _tokens.LengthFrom(start), symbol, operand);

    private static BinaryNode Binary(Node left, string symbol, Node right)
        => new(left.Position, right.Position + right.Length - left.Position, symbol, left, right);
}
