namespace FeatureStore.Tests.Expressions;

public sealed class CastTests
{
    [Theory]
    [InlineData("CAST('12' AS int64)", "12")]
    [InlineData("CAST(' -12 ' AS int64)", "-12")]
    [InlineData("CAST('12.0' AS int64)", "null")]
    [InlineData("CAST('' AS int64)", "null")]
    [InlineData("CAST('9223372036854775808' AS int64)", "null")]
    [InlineData("CAST('3000000000' AS int32)", "null")]
    [InlineData("CAST('1.5e2' AS double)", "150.0")]
    [InlineData("CAST(' 1.5 ' AS double)", "1.5")]
    [InlineData("CAST('1,5' AS double)", "null")]
    [InlineData("CAST('NaN' AS double)", "NaN")]
    [InlineData("CAST('-Infinity' AS double)", "-Infinity")]
    [InlineData("CAST('1e999' AS double)", "null")]
    [InlineData("CAST('1e39' AS float)", "null")]
    [InlineData("CAST('TRUE' AS bool)", "true")]
    [InlineData("CAST('1' AS bool)", "null")]
    [InlineData("CAST('2011-12-09T12:50:00+01:00' AS timestamp)", "2011-12-09T11:50:00Z")]
    [InlineData("CAST('2011-12-09' AS timestamp)", "2011-12-09T00:00:00Z")]
    [InlineData("CAST('12:50' AS timestamp)", "null")]
    [InlineData("CAST('9/12/2011' AS timestamp)", "null")]
    [InlineData("CAST('2011-13-09' AS timestamp)", "null")]
    [InlineData("CAST(2.9 AS int64)", "2")]
    [InlineData("CAST(-2.9 AS int64)", "-2")]
    [InlineData("CAST(1e19 AS int64)", "null")]
    [InlineData("CAST(nan AS int64)", "null")]
    [InlineData("CAST(infinity AS int32)", "null")]
    [InlineData("CAST(seven AS double)", "7.0")]
    [InlineData("CAST(0.1 AS float)", "0.10000000149011612")]
    [InlineData("CAST(large AS float)", "null")]
    [InlineData("CAST(infinity AS float)", "Infinity")]
    [InlineData("CAST(seven AS bool)", "true")]
    [InlineData("CAST(0.0 AS bool)", "false")]
    [InlineData("CAST(yes AS int64)", "1")]
    [InlineData("CAST(no AS double)", "0.0")]
    [InlineData("CAST(0 AS timestamp)", "1970-01-01T00:00:00Z")]
    [InlineData("CAST(most AS timestamp)", "null")]
    [InlineData("CAST(spring AS int64)", "1301189415")]
    [InlineData("CAST(TIMESTAMP '1969-12-31T23:59:59.5Z' AS int64)", "-1")]
    [InlineData("CAST(seven AS string)", "'7'")]
    [InlineData("CAST(half AS string)", "'0.5'")]
    [InlineData("CAST(yes AS string)", "'true'")]
    [InlineData("CAST(spring AS string)", "'2011-03-27T01:30:15.250Z'")]
    [InlineData("CAST(raw AS string)", "'ab'")]
    [InlineData("CAST(broken AS string)", "null")]
    [InlineData("CAST(CAST('ä' AS bytes) AS string)", "'ä'")]
    [InlineData("CAST(none AS string)", "null")]
    [InlineData("CAST(null AS timestamp)", "null")]
    [InlineData("CAST(country AS string)", "'DE'")]
    public void Evaluate_Cast_GivesNullForWhatCannotBeConverted(string text, string expected) => Assert.Equal(expected, Sample.Show(text));

    [Theory]
    [InlineData("CAST(yes AS timestamp)", "bool", "timestamp")]
    [InlineData("CAST(spring AS double)", "timestamp", "double")]
    [InlineData("CAST(words AS string)", "list<string>", "string")]
    [InlineData("CAST(raw AS int64)", "bytes", "int64")]
    public void Compile_CastBetweenStrangers_IsRefused(string text, string from, string to)
    {
        Assert.Null(FeatureStore.Expressions.CompiledExpression.Compile(text, Sample.Scope, out var error));

        Assert.Equal($"A value of type '{from}' cannot be converted to '{to}'.", error?.Message);
    }
}
