using Catalog.Cli.Features;

namespace Catalog.Cli.Tests.Features;

public sealed class KeyValuesTests
{
    [Theory]
    [InlineData("a=1", "a", "1")]
    [InlineData("a=1,2", "a", "1|2")]
    [InlineData("a=x=y", "a", "x=y")]
    [InlineData(@"a=Smith\, Ann,Bo", "a", "Smith, Ann|Bo")]
    [InlineData(@"a=back\\slash", "a", @"back\slash")]
    [InlineData("a=1,,2", "a", "1||2")]
    [InlineData(@"a=end\", "a", @"end\")]
    [InlineData("a= b ", "a", " b ")]
    public void Parse_NameAndValues_GivesThem(string text, string name, string values)
    {
        var parsed = KeyValues.Parse(text);

        Assert.Equal(name, parsed?.Name);
        Assert.Equal(values.Split('|'), parsed?.Values);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a=")]
    [InlineData("=1")]
    public void Parse_Incomplete_GivesNull(string text) => Assert.Null(KeyValues.Parse(text));
}
