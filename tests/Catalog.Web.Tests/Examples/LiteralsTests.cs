using Catalog.Core.Values;
using Catalog.Web.Examples;

namespace Catalog.Web.Tests.Examples;

public sealed class LiteralsTests
{
    [Theory]
    [InlineData("a-b_c.d:e", "a-b_c.d:e")]
    [InlineData("two words", "'two words'")]
    [InlineData("it's; rm -rf", @"'it'\''s; rm -rf'")]
    [InlineData("", "''")]
    [InlineData("$HOME", "'$HOME'")]
    public void Argument_OfAShell_IsOneWord(string text, string written) => Assert.Equal(written, Literals.Argument(text));

    [Theory]
    [InlineData("plain_1", "plain_1")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    public void SqlName_OfAColumn_IsOneName(string name, string written) => Assert.Equal(written, Literals.SqlName(name));

    [Fact]
    public void Of_Values_AreNumbersOrQuotedTexts()
    {
        Assert.Equal("17", Literals.Of(Value.Of(17L)));
        Assert.Equal("\"a \\\"b\\\" é\"", Literals.Of(Value.Of("a \"b\" é")));
    }

    [Fact]
    public void List_TooLongForALine_StandsOneALine()
        => Assert.Equal("\n    \"" + new string('a', 40) + "\",\n    \"" + new string('b', 40) + "\"\n  ", Literals.List([new string('a', 40), new string('b', 40)], indent: 2));
}
