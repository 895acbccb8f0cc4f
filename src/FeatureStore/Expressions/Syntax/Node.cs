using Catalog.Core.Values;

namespace FeatureStore.Expressions.Syntax;

/// <summary>A part of an expression, with the place it was read from.</summary>
internal abstract record Node(int Position, int Length);

/// <summary>A value written in the expression; null has no type.</summary>
internal sealed record LiteralNode(int Position, int Length, Value Value) : Node(Position, Length);

/// <summary>A column; quoted: its name stood in double quotes.</summary>
internal sealed record ColumnNode(int Position, int Length, string Name, bool IsQuoted) : Node(Position, Length);

/// <summary>An operator before its operand: <c>-</c>, <c>+</c> or <c>NOT</c>.</summary>
internal sealed record UnaryNode(int Position, int Length, string Operator, Node Operand) : Node(Position, Length);

/// <summary>An operator between its operands; <c>&lt;&gt;</c> and <c>=</c> in this spelling.</summary>
internal sealed record BinaryNode(int Position, int Length, string Operator, Node Left, Node Right) : Node(Position, Length);

/// <summary><c>IS NULL</c>; negated: <c>IS NOT NULL</c>.</summary>
internal sealed record IsNullNode(int Position, int Length, Node Operand, bool Negated) : Node(Position, Length);

/// <summary><c>IN (...)</c>.</summary>
internal sealed record InNode(int Position, int Length, Node Operand, IReadOnlyList<Node> Items, bool Negated) : Node(Position, Length);

/// <summary><c>BETWEEN low AND high</c>, both included.</summary>
internal sealed record BetweenNode(int Position, int Length, Node Operand, Node Low, Node High, bool Negated) : Node(Position, Length);

/// <summary><c>LIKE pattern</c>, with its escape character, if any.</summary>
internal sealed record LikeNode(int Position, int Length, Node Operand, string Pattern, char? Escape, bool Negated) : Node(Position, Length);

/// <summary><c>CASE</c>: the first condition that is true decides; with a subject, the first value that equals it.</summary>
internal sealed record CaseNode(int Position, int Length, Node? Subject, IReadOnlyList<(Node When, Node Then)> Branches, Node? Else) : Node(Position, Length);

/// <summary><c>CAST(x AS type)</c>.</summary>
internal sealed record CastNode(int Position, int Length, Node Operand, DataType Type) : Node(Position, Length);

/// <summary>A call of a function.</summary>
internal sealed record CallNode(int Position, int Length, string Name, IReadOnlyList<Node> Arguments) : Node(Position, Length);
