using Catalog.Core.Values;

namespace FeatureStore.Tests.Expressions;

public sealed class LogicTests
{
    [Theory]
    [InlineData("yes AND yes", "true")]
    [InlineData("yes AND no", "false")]
    [InlineData("no AND no_bool", "false")]
    [InlineData("no_bool AND no", "false")]
    [InlineData("yes AND no_bool", "null")]
    [InlineData("no_bool AND yes", "null")]
    [InlineData("no_bool AND no_bool", "null")]
    [InlineData("no OR no", "false")]
    [InlineData("no OR yes", "true")]
    [InlineData("yes OR no_bool", "true")]
    [InlineData("no_bool OR yes", "true")]
    [InlineData("no OR no_bool", "null")]
    [InlineData("no_bool OR no", "null")]
    [InlineData("null OR null", "null")]
    [InlineData("NOT yes", "false")]
    [InlineData("not no", "true")]
    [InlineData("NOT no_bool", "null")]
    [InlineData("NOT null", "null")]
    [InlineData("none IS NULL", "true")]
    [InlineData("seven IS NULL", "false")]
    [InlineData("none IS NOT NULL", "false")]
    [InlineData("nan IS NULL", "false")]
    [InlineData("(seven / 0) is null", "true")]
    [InlineData("no_words IS NULL", "true")]
    public void Evaluate_Logic_HasThreeValues(string text, string expected) => Assert.Equal(expected, Sample.Show(text));

    [Theory]
    [InlineData("seven IN (1, 7)", "true")]
    [InlineData("seven IN (1, 2)", "false")]
    [InlineData("seven IN (1, null)", "null")]
    [InlineData("seven IN (7, null)", "true")]
    [InlineData("seven IN (none, 7)", "true")]
    [InlineData("seven NOT IN (1, 2)", "true")]
    [InlineData("seven NOT IN (1, null)", "null")]
    [InlineData("seven NOT IN (7, null)", "false")]
    [InlineData("none IN (1, 2)", "null")]
    [InlineData("null IN (1)", "null")]
    [InlineData("seven IN (1.5, 7.0)", "true")]
    [InlineData("country IN ('FR', 'DE')", "true")]
    [InlineData("country IN ('de')", "false")]
    [InlineData("spring IN ('2011-01-01', '2011-03-27T01:30:15.25Z')", "true")]
    [InlineData("'2011-01-01' IN (spring, '2011-01-01')", "true")]
    [InlineData("(seven IN (7)) IN (true)", "true")]
    public void Evaluate_In_IsAChainOfOr(string text, string expected) => Assert.Equal(expected, Sample.Show(text));

    [Theory]
    [InlineData("seven BETWEEN 7 AND 8", "true")]
    [InlineData("seven BETWEEN 6 AND 7", "true")]
    [InlineData("seven BETWEEN 8 AND 6", "false")]
    [InlineData("seven NOT BETWEEN 1 AND 2", "true")]
    [InlineData("seven BETWEEN none AND 8", "null")]
    [InlineData("seven BETWEEN none AND 6", "false")]
    [InlineData("seven BETWEEN 8 AND none", "false")]
    [InlineData("seven NOT BETWEEN none AND 6", "true")]
    [InlineData("seven NOT BETWEEN none AND 8", "null")]
    [InlineData("none BETWEEN 1 AND 2", "null")]
    [InlineData("half BETWEEN 0 AND 1", "true")]
    [InlineData("country BETWEEN 'A' AND 'E'", "true")]
    [InlineData("spring BETWEEN '2011-03-27' AND '2011-03-28'", "true")]
    [InlineData("'2011-05-01' BETWEEN spring AND autumn", "true")]
    public void Evaluate_Between_IncludesBothEnds(string text, string expected) => Assert.Equal(expected, Sample.Show(text));

    [Theory]
    [InlineData("country LIKE 'DE'", "true")]
    [InlineData("country LIKE 'de'", "false")]
    [InlineData("country LIKE 'D%'", "true")]
    [InlineData("country LIKE '%'", "true")]
    [InlineData("'' LIKE '%'", "true")]
    [InlineData("'' LIKE ''", "true")]
    [InlineData("'' LIKE '_'", "false")]
    [InlineData("country LIKE '_'", "false")]
    [InlineData("country LIKE '__'", "true")]
    [InlineData("country NOT LIKE 'F%'", "true")]
    [InlineData("word LIKE 'Straße _!'", "true")]
    [InlineData("word LIKE '%__!'", "true")]
    [InlineData("'mississippi' LIKE '%iss%ip%'", "true")]
    [InlineData("'mississippi' LIKE '%iss%ipx'", "false")]
    [InlineData("'a.c' LIKE 'a.c'", "true")]
    [InlineData("'abc' LIKE 'a.c'", "false")]
    [InlineData("'50%' LIKE '50!%' ESCAPE '!'", "true")]
    [InlineData("'50x' LIKE '50!%' ESCAPE '!'", "false")]
    [InlineData("'a\\' LIKE 'a\\'", "true")]
    [InlineData("no_word LIKE '%'", "null")]
    [InlineData("no_word NOT LIKE '%'", "null")]
    public void Evaluate_Like_KnowsWildcardsAndEscapes(string text, string expected) => Assert.Equal(expected, Sample.Show(text));

    [Theory]
    [InlineData("CASE WHEN seven > 5 THEN 'big' ELSE 'small' END", "'big'")]
    [InlineData("CASE WHEN none > 5 THEN 'big' ELSE 'small' END", "'small'")]
    [InlineData("CASE WHEN no THEN 1 END", "null")]
    [InlineData("CASE WHEN null THEN 1 ELSE 2 END", "2")]
    [InlineData("CASE WHEN no THEN 1 WHEN yes THEN 2 WHEN yes THEN 3 END", "2")]
    [InlineData("CASE WHEN yes THEN 1 ELSE 2.5 END", "1.0")]
    [InlineData("CASE WHEN yes THEN null ELSE 2 END", "null")]
    [InlineData("CASE country WHEN 'FR' THEN 1 WHEN 'DE' THEN 2 END", "2")]
    [InlineData("CASE no_word WHEN null THEN 1 ELSE 2 END", "2")]
    [InlineData("CASE spring WHEN '2011-03-27T01:30:15.25Z' THEN 1 ELSE 2 END", "1")]
    [InlineData("CASE seven WHEN 7.0 THEN 'a' END", "'a'")]
    public void Evaluate_Case_TakesTheFirstThatHolds(string text, string expected) => Assert.Equal(expected, Sample.Show(text));

    [Fact]
    public void Evaluate_NotOfIn_IsNotIn()
    {
        foreach (var items in (string[])["1, 7", "1, 2", "1, null", "7, null"])
        {
            Assert.Equal(Sample.Show($"NOT (seven IN ({items}))"), Sample.Show($"seven NOT IN ({items})"));
        }
    }

    [Fact]
    public void Evaluate_TypeOfCase_IsKnownWithoutTheRow()
    {
        Assert.Equal(new DataType(ScalarType.Double), Sample.Compile("CASE WHEN yes THEN 1 ELSE 2.5 END").Type);
        Assert.Null(Sample.Compile("CASE WHEN yes THEN null END").Type);
    }
}
