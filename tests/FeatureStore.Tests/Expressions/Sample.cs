using Catalog.Core.Values;
using FeatureStore.Expressions;

namespace FeatureStore.Tests.Expressions;

/// <summary>A row with a column of every type, and one that is null of each.</summary>
internal static class Sample
{
    private static readonly (string Name, DataType Type, Value Value)[] Columns =
    [
        ("seven", new(ScalarType.Int64), Value.Of(7L)),
        ("three", new(ScalarType.Int32), Value.Of(3)),
        ("most", new(ScalarType.Int64), Value.Of(long.MaxValue)),
        ("least", new(ScalarType.Int64), Value.Of(long.MinValue)),
        ("half", new(ScalarType.Double), Value.Of(0.5)),
        ("single", new(ScalarType.Float), Value.Of(1.5f)),
        ("large", new(ScalarType.Double), Value.Of(1e308)),
        ("nan", new(ScalarType.Double), Value.Of(double.NaN)),
        ("infinity", new(ScalarType.Double), Value.Of(double.PositiveInfinity)),
        ("yes", new(ScalarType.Bool), Value.Of(true)),
        ("no", new(ScalarType.Bool), Value.Of(false)),
        ("word", new(ScalarType.String), Value.Of("Straße 😀!")),
        ("country", new(ScalarType.String), Value.Of("DE")),
        ("spring", new(ScalarType.Timestamp), Value.Of(TimeOf("2011-03-27T01:30:15.25Z"))),
        ("autumn", new(ScalarType.Timestamp), Value.Of(TimeOf("2011-10-30T00:30:00Z"))),
        ("beyond", new(ScalarType.Timestamp), Value.Of(new Instant(long.MaxValue))),
        ("raw", new(ScalarType.Bytes), Value.Of("ab"u8.ToArray())),
        ("broken", new(ScalarType.Bytes), Value.Of(new byte[] { 0xff })),
        ("words", new(ScalarType.String, IsList: true), Value.OfList(ScalarType.String, [Value.Of("a"), Value.Null, Value.Of("b")])),
        ("numbers", new(ScalarType.Int32, IsList: true), Value.OfList(ScalarType.Int32, [Value.Of(1), Value.Of(2)])),
        ("times", new(ScalarType.Timestamp, IsList: true), Value.OfList(ScalarType.Timestamp, [Value.Of(TimeOf("2011-01-01"))])),
        ("none", new(ScalarType.Int64), Value.Null),
        ("no_double", new(ScalarType.Double), Value.Null),
        ("no_bool", new(ScalarType.Bool), Value.Null),
        ("no_word", new(ScalarType.String), Value.Null),
        ("no_time", new(ScalarType.Timestamp), Value.Null),
        ("no_words", new(ScalarType.String, IsList: true), Value.Null),
        ("visit.end", new(ScalarType.Int64), Value.Of(11L)),
        ("order", new(ScalarType.Int64), Value.Of(12L)),
        ("a \"b\"", new(ScalarType.Int64), Value.Of(13L)),
        ("select", new(ScalarType.Int64), Value.Of(14L)),
        ("case", new(ScalarType.Int64), Value.Of(15L)),
    ];

    internal static readonly ExpressionScope Scope = new(Columns.Select(static column => (column.Name, column.Type)));

    internal static readonly Value[] Row = [.. Columns.Select(static column => column.Value)];

    internal static CompiledExpression Compile(string text)
    {
        var compiled = CompiledExpression.Compile(text, Scope, out var error);
        Assert.True(compiled is not null, $"{text}: {error}");
        return compiled;
    }

    /// <summary>The type and the value as tests and documents write them, such as <c>int64 3</c>, <c>string 'a'</c> or <c>null</c>.</summary>
    internal static string Show(string text) => Show(Compile(text).Evaluate(Row));

    internal static string Show(Value value) => value switch
    {
        { IsNull: true } => "null",
        { Type: { IsList: false, Element: ScalarType.String } } => $"'{value}'",
        { Type: { IsList: false, Element: ScalarType.Double } } => value.ToString() is var digits && digits.All(static digit => char.IsAsciiDigit(digit) || digit == '-') ? digits + ".0" : digits,
        _ => value.ToString(),
    };

    private static Instant TimeOf(string text) => Instant.TryParse(text, out var time) ? time : throw new ArgumentException($"'{text}' is no time.", nameof(text));
}
