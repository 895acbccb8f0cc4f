using Catalog.Core.Values;
using FeatureStore.Expressions;

namespace FeatureStore.Tests.Expressions;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("", 0, 0, "The expression is empty. Write a column, a value or a condition such as amount > 0.")]
    [InlineData("seven +", 7, 0, "Found the end where a value, a column or a function is expected.")]
    [InlineData("seven three", 6, 5, "Found 'three' where an operator or the end is expected.")]
    [InlineData("(seven", 6, 0, "Found the end where ')' is expected.")]
    [InlineData("seven )", 6, 1, "Found ')' where an operator or the end is expected.")]
    [InlineData("seven = = 7", 8, 1, "Found '=' where a value, a column or a function is expected.")]
    [InlineData("1 < seven < 9", 10, 1, "'<' follows another comparison. Join the two with AND, or put one in parentheses.")]
    [InlineData("seven is 7", 9, 1, "Found '7' where 'NULL' is expected.")]
    [InlineData("seven not 7", 10, 1, "Found '7' where IN, LIKE or BETWEEN after NOT is expected.")]
    [InlineData("seven in ()", 10, 1, "Found ')' where a value, a column or a function is expected.")]
    [InlineData("word like country", 10, 7, "Found 'country' where a pattern in single quotes is expected.")]
    [InlineData("word like 'a' escape 'ab'", 21, 4, "The escape 'ab' of LIKE must be one character.")]
    [InlineData("word like 'a!' escape '!'", 0, 25, "The pattern 'a!' ends with its escape character '!'.")]
    [InlineData("case when yes then 1", 20, 0, "Found the end where 'END' is expected.")]
    [InlineData("case seven end", 11, 3, "Found 'end' where 'WHEN' is expected.")]
    [InlineData("visit.", 6, 0, "Found the end where a name after '.' is expected.")]
    [InlineData("seven; 1", 5, 1, "The character ';' is no part of an expression. Text is written in single quotes, names with other characters in double quotes.")]
    [InlineData("1 + 😀", 4, 2, "The character '😀' is no part of an expression. Text is written in single quotes, names with other characters in double quotes.")]
    [InlineData("1 + 'abc", 4, 4, "The quote ' is not closed. A quote within the text is written twice.")]
    [InlineData("1 + 2x", 4, 2, "'2x' is neither a number nor a name. Names begin with a letter, or stand in double quotes.")]
    [InlineData("1e400", 0, 5, "The number '1e400' is too large for the type double.")]
    [InlineData("1 + 9223372036854775808", 4, 19, "The whole number '9223372036854775808' does not fit into 64 bits. Write it as '9223372036854775808.0' for a double.")]
    [InlineData("seven --1", 6, 2, "'--' begins a comment in SQL; expressions have none. Put a space between two minus signs.")]
    [InlineData("seven /* one */", 6, 2, "'/*' begins a comment in SQL; expressions have none. Put a space between two minus signs.")]
    [InlineData("timestamp '12:50'", 0, 17, "'12:50' is no time in ISO 8601, such as '2011-12-09T12:50:00Z' or '2011-12-09'.")]
    [InlineData("cast(seven as text)", 14, 4, "'text' is no type to convert to; legal are bool, int32, int64, float, double, string, bytes, timestamp.")]
    [InlineData("cast(seven as ", 14, 0, "the end is no type to convert to; legal are bool, int32, int64, float, double, string, bytes, timestamp.")]
    public void Compile_BrokenSyntax_SaysWhereAndWhatIsExpected(string text, int position, int length, string message)
        => AssertError(text, position, length, message);

    [Theory]
    [InlineData("country = \"nan\"", 0, 15, "'string' cannot be compared with 'double'. Convert one of them with CAST.")]
    [InlineData("country = \"Somewhere\"", 10, 11, "There is no column 'Somewhere'. There are 'a \"b\"', 'autumn', 'beyond', 'broken', 'case', 'country', 'half', 'infinity', 'large', 'least' and 22 more. Text is written in single quotes.")]
    [InlineData("1 + cieling(half)", 4, 7, "There is no function 'cieling'. There are 'abs', 'add_seconds', 'ceil', 'coalesce', 'contains', 'cos', 'date_trunc', 'day', 'day_of_week', 'day_of_year' and 34 more. All are listed in docs/expressions.md.")]
    [InlineData("round()", 0, 7, "'round' is called with 0 arguments; write round(x[, digits]).")]
    [InlineData("1 + sqrt(1, 2)", 4, 10, "'sqrt' is called with 2 arguments; write sqrt(x).")]
    [InlineData("nullif(1)", 0, 9, "'nullif' is called with 1 argument; write nullif(x, y).")]
    [InlineData("coalesce()", 0, 10, "'coalesce' needs at least one argument.")]
    [InlineData("round(half, half)", 12, 4, "Argument 2 of round(x[, digits]) is of type 'double' and must be a whole number.")]
    [InlineData("length(seven)", 7, 5, "Argument 1 of length(s) is of type 'int64' and must be text.")]
    [InlineData("hour(country)", 5, 7, "Argument 1 of hour(t[, zone]) is of type 'string' and must be a timestamp.")]
    [InlineData("list_length(country)", 12, 7, "Argument 1 of list_length(list) is of type 'string' and must be a list.")]
    [InlineData("list_contains(words, 1)", 21, 1, "'int64' cannot be compared with 'string'. Convert one of them with CAST.")]
    [InlineData("hour(spring, country)", 13, 7, "Argument 2 of 'hour' must be a text in single quotes.")]
    [InlineData("hour(spring, CAST(null AS string))", 13, 20, "Argument 2 of 'hour' must be a text in single quotes.")]
    [InlineData("hour(spring, 'Europe/Lundon')", 13, 15, "The zone 'Europe/Lundon' is not known on this machine. Write an IANA name such as 'Europe/London'.")]
    [InlineData("hour(spring, '/dev/zero')", 13, 11, "The zone '/dev/zero' is not known on this machine. Write an IANA name such as 'Europe/London'.")]
    [InlineData("hour(spring, 'Europe/../../zone')", 13, 19, "The zone 'Europe/../../zone' is not known on this machine. Write an IANA name such as 'Europe/London'.")]
    [InlineData("date_trunc('fortnight', spring)", 11, 11, "'fortnight' is no unit; legal are 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter' and 'year'.")]
    [InlineData("least(words)", 0, 12, "'least' cannot order lists.")]
    [InlineData("seven AND yes", 0, 5, "This is of type 'int64' and must be true or false.")]
    [InlineData("yes OR (NOT seven)", 12, 5, "This is of type 'int64' and must be true or false.")]
    [InlineData("-country", 1, 7, "This is of type 'string' and must be a number.")]
    [InlineData("- - country", 4, 7, "This is of type 'string' and must be a number.")]
    [InlineData("NOT (seven + yes)", 4, 13, "'+' takes numbers; here stand 'int64' and 'bool'.")]
    [InlineData("+country", 1, 7, "This is of type 'string' and must be a number.")]
    [InlineData("country + 'x'", 0, 13, "'+' takes numbers; here stand 'string' and 'string'. Texts are joined with ||.")]
    [InlineData("spring + 60", 0, 11, "'+' takes numbers; here stand 'timestamp' and 'int64'. A time is moved with add_seconds(t, seconds).")]
    [InlineData("spring - 60", 0, 11, "'-' takes numbers, or two timestamps (which gives seconds); here stand 'timestamp' and 'int64'. A time is moved with add_seconds(t, seconds).")]
    [InlineData("country || seven", 11, 5, "This is of type 'int64' and must be text; convert it with CAST(... AS string).")]
    [InlineData("seven LIKE '7'", 0, 5, "This is of type 'int64' and must be text.")]
    [InlineData("yes AND country = 7", 8, 11, "'string' cannot be compared with 'int64'. Convert one of them with CAST.")]
    [InlineData("words = words", 0, 13, "'list<string>' cannot be compared with 'list<string>'. Look into a list with list_contains(list, x).")]
    [InlineData("seven IN (1, 'a')", 13, 3, "'int64' cannot be compared with 'string'. Convert one of them with CAST.")]
    [InlineData("seven BETWEEN 1 AND 'a'", 20, 3, "'int64' cannot be compared with 'string'. Convert one of them with CAST.")]
    [InlineData("spring > 'yesterday'", 9, 11, "'yesterday' is no time in ISO 8601, such as '2011-12-09T12:50:00Z' or '2011-12-09'.")]
    [InlineData("CASE WHEN 1 THEN 2 END", 10, 1, "This is of type 'int64' and must be true or false.")]
    [InlineData("CASE seven WHEN 'a' THEN 2 END", 16, 3, "'int64' cannot be compared with 'string'. Convert one of them with CAST.")]
    [InlineData("CASE WHEN yes THEN 2 ELSE 'a' END", 0, 33, "The results are of the types 'int64' and 'string'; they must agree. Convert one with CAST(... AS int64).")]
    public void Compile_TypesOrNamesThatDoNotFit_SaysWhatWouldBeRight(string text, int position, int length, string message)
        => AssertError(text, position, length, message);

    [Theory]
    [InlineData("1 + sevn", 4, 4, "There is no column 'sevn'.", "seven")]
    [InlineData("COUNTRY = 'DE'", 0, 7, "There is no column 'COUNTRY'.", "country")]
    [InlineData("\"sevn\" + 1", 0, 6, "There is no column 'sevn'. Text is written in single quotes.", "seven")]
    [InlineData("rond(half)", 0, 4, "There is no function 'rond'. All are listed in docs/expressions.md.", "round")]
    public void Compile_NameLikeAnother_SaysWhatToWriteInstead(string text, int position, int length, string message, string instead)
    {
        Assert.Null(CompiledExpression.Compile(text, Sample.Scope, out var error));

        Assert.Equal((position, length, message, instead), (error!.Position, error.Length, error.Message, Assert.Single(error.Instead)));
        Assert.Equal($"{message} Did you mean '{instead}'?", error.Words);
        var mended = text[..position] + instead + text[(position + length)..];
        Assert.True(CompiledExpression.Compile(mended, Sample.Scope, out _) is not null, mended);
    }

    [Fact]
    public void Compile_NameNearAColumnThatIsAKeyword_IsQuoted()
    {
        var scope = new ExpressionScope([("case", new DataType(ScalarType.Int64))]);

        Assert.Null(CompiledExpression.Compile("cas + 1", scope, out var error));

        Assert.Equal(["\"case\""], error!.Instead);
    }

    [Fact]
    public void CompileCondition_Number_IsRefused()
    {
        Assert.Null(CompiledExpression.CompileCondition("seven + 1", Sample.Scope, out var error));

        Assert.Equal(
            new ExpressionError(0, 9, "The condition 'seven + 1' gives a value of type 'int64'; it must be true or false. Compare it with something."), error);
    }

    [Theory]
    [InlineData("seven > 1")]
    [InlineData("yes")]
    [InlineData("null")]
    public void CompileCondition_TrueOrFalse_IsTaken(string text)
    {
        Assert.NotNull(CompiledExpression.CompileCondition(text, Sample.Scope, out var error));

        Assert.Null(error);
    }

    [Fact]
    public void Columns_OfAnExpression_AreNamedOnceAndInOrder()
        => Assert.Equal(["none", "seven", "word"], Sample.Compile("CASE WHEN word = 'a' THEN seven ELSE coalesce(none, seven) END").Columns);

    private static void AssertError(string text, int position, int length, string message)
    {
        Assert.Null(CompiledExpression.Compile(text, Sample.Scope, out var error));

        Assert.Equal((position, length, message, 0), (error!.Position, error.Length, error.Message, error.Instead.Count));
    }
}
