using Catalog.Core.Values;
using FeatureStore.Expressions;

namespace FeatureStore.Tests.Expressions;

public sealed class LimitTests
{
    private const int SmallStack = 1 << 20;

    public static TheoryData<string, string, string, string> Towers { get; } = new()
    {
        { "parentheses", "(", "seven", ")" },
        { "NOT", "NOT ", "yes", string.Empty },
        { "minus signs", "- ", "seven", string.Empty },
        { "plus signs", "+ ", "seven", string.Empty },
        { "calls", "abs(", "seven", ")" },
        { "CASE", "CASE WHEN yes THEN ", "seven", " END" },
        { "subjects of CASE", "CASE ", "seven", " WHEN 7 THEN 7 WHEN 8 THEN 7 END" },
        { "CAST", "CAST(", "seven", " AS int64)" },
        { "nullif", "nullif(", "seven", ", 1)" },
        { "IN", "(CASE WHEN ", "seven", " IN (7, 8, 9) THEN 7 END)" },
        { "BETWEEN", "(CASE WHEN ", "seven", " BETWEEN 1 AND 9 THEN 7 END)" },
        { "IN of IN", "((", "yes", ") IN (false, true))" },
    };

    [Theory]
    [MemberData(nameof(Towers))]
    public void Compile_NestedBeyondTheLimit_SaysSo(string name, string open, string inner, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, 250)) + inner + string.Concat(Enumerable.Repeat(close, 250));

        Assert.Null(CompiledExpression.Compile(text, Sample.Scope, out var error));

        Assert.StartsWith("The expression is nested more than 100 levels deep.", error?.Message, StringComparison.Ordinal);
        Assert.True(error?.Position > 0, name);
    }

    [Theory]
    [MemberData(nameof(Towers))]
    public void Evaluate_NestedWithinTheLimit_TakesTimeInProportion(string name, string open, string inner, string close)
    {
        var text = string.Concat(Enumerable.Repeat(open, 45)) + inner + string.Concat(Enumerable.Repeat(close, 45));
        var compiled = Sample.Compile(text);

        // Were an operand computed twice at each level, this would take 2^45 steps.
        Assert.False(compiled.Evaluate(Sample.Row).IsNull, name);
    }

    [Theory]
    [InlineData(" + seven", "int64")]
    [InlineData(" - seven", "int64")]
    [InlineData(" * three", "int64")]
    public void Compile_ChainBeyondTheLimit_SaysSo(string link, string type)
    {
        Assert.Equal(type, Sample.Compile("seven" + string.Concat(Enumerable.Repeat(link, 249))).Type.ToString());

        Assert.Null(CompiledExpression.Compile("seven" + string.Concat(Enumerable.Repeat(link, 250)), Sample.Scope, out var error));

        Assert.StartsWith("More than 250 operators follow each other.", error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_LongerThanTheLimit_SaysSo()
    {
        Assert.Null(CompiledExpression.Compile("seven" + new string(' ', 20_000), Sample.Scope, out var error));

        Assert.Equal(new ExpressionError(20_000, 5, "The expression has 20005 characters; at most 20000 are legal. Split it into several features."), error);
    }

    [Fact]
    public void Evaluate_DeepestExpression_NeedsASmallStackOnly()
    {
        var deepest = string.Concat(Enumerable.Repeat("(", 99)) + "half" + string.Concat(Enumerable.Repeat(" + half)", 99)) + string.Concat(Enumerable.Repeat(" + half", 150));
        var result = Value.Null;
        var thread = new Thread(() => result = Sample.Compile(deepest).Evaluate(Sample.Row), SmallStack);

        thread.Start();
        thread.Join();

        Assert.Equal(Value.Of(125.0), result);
    }

    [Fact]
    public void Compile_ListOfThousandsOfItems_IsTaken()
    {
        var compiled = Sample.Compile("seven IN (" + string.Join(",", Enumerable.Range(1000, 3000)) + ", 7)");

        Assert.Equal(Value.Of(true), compiled.Evaluate(Sample.Row));
    }

    [Theory]
    [InlineData("replace({0}, 'a', 'aaaaaaaaaa')")]
    [InlineData("({0} || {0})")]
    public void Evaluate_TextThatGrowsWithoutBound_IsNull(string step)
    {
        var text = "'a'";
        for (var i = 0; i < 10; i++)
        {
            text = string.Format(System.Globalization.CultureInfo.InvariantCulture, step, text);
        }

        var grown = step.StartsWith('r') ? text : string.Format(System.Globalization.CultureInfo.InvariantCulture, "replace({0}, 'a', '" + new string('b', 1025) + "')", text);

        Assert.Equal("null", Sample.Show(grown));
        Assert.Equal("1048576", Sample.Show($"length(replace('{new string('a', 1024)}', 'a', '{new string('b', 1024)}'))"));
    }

    [Fact]
    public void Compile_AnyText_GivesAnExpressionOrAnErrorWithinIt()
    {
        string[] words =
        [
            "seven", "half", "word", "yes", "spring", "words", "none", "null", "(", ")", ",", "+", "-", "*", "/", "%", "||", "=", "<>", "<", "AND", "OR", "NOT", "IN", "LIKE",
            "BETWEEN", "IS", "CASE", "WHEN", "THEN", "ELSE", "END", "CAST", "AS", "int64", "'a'", "'2011-01-01'", "'Europe/London'", "1", "2.5", "hour", "coalesce", "abs", "hash", "substr", "\"", "'", ".", "é", "\ud83d", "timestamp",
        ];
        var random = new Random(4711);
        var taken = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Join(' ', Enumerable.Range(0, random.Next(1, 9)).Select(_ => words[random.Next(words.Length)]));
            var compiled = CompiledExpression.Compile(text, Sample.Scope, out var error);
            taken += compiled is null ? 0 : 1;
            compiled?.Evaluate(Sample.Row);

            Assert.True((compiled is null) == (error is not null), text);
            Assert.True(error is null || (error.Position >= 0 && error.Length >= 0 && error.Position + error.Length <= text.Length && error.Message.Length > 10), $"{text}: {error}");
        }

        Assert.True(taken > 500, $"Only {taken} of the random texts were expressions.");
    }
}
