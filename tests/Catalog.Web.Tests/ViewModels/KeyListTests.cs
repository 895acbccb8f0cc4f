using Catalog.Web.ViewModels;

namespace Catalog.Web.Tests.ViewModels;

public sealed class KeyListTests
{
    [Theory]
    [InlineData(null, new string[0])]
    [InlineData(" , ,, ", new string[0])]
    [InlineData("14397", new[] { "14397" })]
    [InlineData(" 14397 ,12680,  ", new[] { "14397", "12680" })]
    [InlineData("\"a, b\",c", new[] { "a, b", "c" })]
    [InlineData("\"say \"\"hi\"\"\", x", new[] { "say \"hi\"", "x" })]
    [InlineData("\"\"", new[] { "" })]
    [InlineData("\"never closed, x", new[] { "never closed, x" })]
    [InlineData("in\"side, x", new[] { "in\"side", "x" })]
    public void Read_Text_GivesTheValues(string? text, string[] expected) => Assert.Equal(expected, KeyList.Read(text));

    [Fact]
    public void Write_RandomValues_ReadBackTheSame()
    {
        var random = new Random(1);
        for (var round = 0; round < 2000; round++)
        {
            string[] values = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new string([.. Enumerable.Range(0, random.Next(5)).Select(_ => "ab, \"'"[random.Next(6)])]))];

            Assert.Equal(values, KeyList.Read(KeyList.Write(values)));
            Assert.Equal(values, KeyList.Read(KeyList.Write(values, ",")));
        }
    }
}
