using Catalog.Definitions.Planning;

namespace Catalog.Definitions.Tests.Planning;

public sealed class YamlDiffTests
{
    [Theory]
    [InlineData("a: 1\n", "a: 2\n", "a 1 2")]
    [InlineData("a: 1\n", "a: 1\nb: 2\n", "b - 2")]
    [InlineData("a: 1\nb: 2\n", "a: 1\n", "b 2 -")]
    [InlineData("a: {b: 1}\n", "a: {b: 2}\n", "a.b 1 2")]
    [InlineData("a: [1, 2]\n", "a: [1, 3]\n", "a [1, 2] [1, 3]")]
    [InlineData("a: 1\n", "a: [1]\n", "a 1 [1]")]
    [InlineData("f:\n  - {name: x, t: 1}\n", "f:\n  - {name: y, t: 1}\n  - {name: x, t: 2}\n", "f[y] - {\"name\": \"y\", \"t\": 1}; f[x].t 1 2")]
    [InlineData("f: [{name: x}, {name: y}]\n", "f: [{name: y}, {name: x}]\n", "f (order) x, y y, x")]
    [InlineData("f: [{name: x}, {name: x}]\n", "f: [{name: x}]\n", "f [{\"name\": \"x\"}, {\"name\": \"x\"}] [{\"name\": \"x\"}]")]
    [InlineData("a: 1 # x\nb: 'c'\n", "b: c\n\n# y\na: 1\n", "")]
    [InlineData("a: '1'\n", "a: 1\n", "a 1 1")]
    public void Compare_TwoDocuments_NamesTheFields(string before, string after, string expected)
        => Assert.Equal(
            expected,
            string.Join("; ", VersionDiff.Compare(before, after).Select(static change => $"{change.Path} {change.Before ?? "-"} {change.After ?? "-"}")));
}
