using Catalog.Core.Values;
using FeatureStore.Expressions;

namespace FeatureStore.Tests.Expressions;

public sealed class RandomExpressionTests
{
    private static readonly ExpressionScope Scope = new(
    [
        ("a", new(ScalarType.Int64)), ("b", new(ScalarType.Int64)), ("x", new(ScalarType.Double)), ("y", new(ScalarType.Double)),
        ("p", new(ScalarType.Bool)), ("q", new(ScalarType.Bool)), ("s", new(ScalarType.String)), ("t", new(ScalarType.String)),
    ]);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Evaluate_RandomExpressions_GiveWhatANaiveEvaluatorGives(int seed)
    {
        var random = new Random(seed);
        var expressions = new RandomExpressions(random);
        var (nulls, values) = (0, 0);
        for (var i = 0; i < 2_000; i++)
        {
            var depth = random.Next(1, 6);
            var expression = (i % 4) switch { 0 => expressions.Whole(depth), 1 => expressions.Floating(depth), 2 => expressions.Text(depth), _ => expressions.Bool(depth) };
            var compiled = CompiledExpression.Compile(expression.Text, Scope, out var error);
            Assert.True(compiled is not null, $"{expression.Text}: {error}");
            for (var j = 0; j < 8; j++)
            {
                var row = expressions.Row();
                var expected = ToValue(expression.Evaluate(row));
                var actual = compiled.Evaluate([.. row.Select(ToValue)]);
                nulls += expected.IsNull ? 1 : 0;
                values += expected.IsNull ? 0 : 1;

                Assert.True(IsSame(expected, actual), $"{expression.Text} with {string.Join(", ", row.Select(ToValue))}: {expected} is expected, {actual} came.");
                Assert.True(actual.IsNull || actual.Type == compiled.Type, $"{expression.Text}: '{compiled.Type}' is stated, '{actual.Type}' came.");
            }
        }

        Assert.True(nulls > 2_000 && values > 5_000, $"{nulls} nulls and {values} values say little.");
    }

    // NaN has many bit patterns, and which one a sum gives is no rule of the language.
    private static bool IsSame(Value left, Value right)
        => left == right || (left.Type == right.Type && left.Type.Element == ScalarType.Double && double.IsNaN(left.AsDouble()) && double.IsNaN(right.AsDouble()));

    private static Value ToValue(object? value) => value switch
    {
        null => Value.Null,
        long whole => Value.Of(whole),
        double number => Value.Of(number),
        bool answer => Value.Of(answer),
        _ => Value.Of((string)value),
    };
}
