using Catalog.Core.Values;

namespace Catalog.Core.Tests.Values;

public sealed class DataTypeTests
{
    [Fact]
    public void TryParse_EveryName_RoundTripsAloneAndAsAList()
    {
        foreach (var name in DataType.Names.SelectMany(static name => new[] { name, $"list<{name}>" }))
        {
            Assert.True(DataType.TryParse(name, out var type));
            Assert.Equal(name, type.ToString());
        }
    }

    [Theory]
    [InlineData("INT64", "int64")]
    [InlineData(" boolean ", "bool")]
    [InlineData("List< string >", "list<string>")]
    public void TryParse_OtherSpelling_IsTaken(string text, string expected)
    {
        Assert.True(DataType.TryParse(text, out var type));
        Assert.Equal(expected, type.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("int")]
    [InlineData("list")]
    [InlineData("list<>")]
    [InlineData("list<list<int64>>")]
    [InlineData("invalid")]
    public void TryParse_NoType_IsFalse(string? text) => Assert.False(DataType.TryParse(text, out _));

    [Theory]
    [InlineData("int32", true)]
    [InlineData("double", true)]
    [InlineData("string", false)]
    [InlineData("timestamp", false)]
    [InlineData("list<double>", false)]
    public void IsNumeric_OnlyOfNumbers(string text, bool expected)
        => Assert.Equal(expected, DataType.TryParse(text, out var type) && type.IsNumeric);
}
