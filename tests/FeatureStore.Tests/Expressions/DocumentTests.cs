using System.Text.RegularExpressions;
using FeatureStore.Expressions;
using FeatureStore.Expressions.Functions;

namespace FeatureStore.Tests.Expressions;

/// <summary>Holds <c>docs/expressions.md</c> to the code.</summary>
public sealed partial class DocumentTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "expressions.md"));

    [Fact]
    public void Page_FunctionTable_ListsEveryFunctionOnceAndInOrder()
        => Assert.Equal(FunctionTable.Signatures, Lines().Select(static line => line.Groups["signature"].Value));

    [Fact]
    public void Page_Examples_GiveWhatItSays()
    {
        Assert.All(Lines(), static line => Assert.Equal(line.Groups["value"].Value, Sample.Show(line.Groups["example"].Value)));
    }

    [Fact]
    public void Page_ResultTypes_AreThoseOfTheExamples()
    {
        var fixedTypes = Lines().Where(static line => line.Groups["type"].Value is "int64" or "double" or "string" or "bool" or "timestamp").ToList();

        Assert.True(fixedTypes.Count > 30);
        Assert.All(fixedTypes, static line => Assert.Equal(line.Groups["type"].Value, Sample.Compile(line.Groups["example"].Value).Type.ToString()));
    }

    [Fact]
    public void Page_Errors_AreThoseOfTheCompiler()
    {
        var scope = new ExpressionScope([("amount", new(Catalog.Core.Values.ScalarType.Double)), ("country", new(Catalog.Core.Values.ScalarType.String))]);
        var lines = ErrorLine().Matches(Page);

        Assert.Equal(3, lines.Count);
        Assert.All(lines, line =>
        {
            Assert.Null(CompiledExpression.Compile(line.Groups["text"].Value.Trim(), scope, out var error));
            Assert.Equal($"at {error?.Position}{(error?.Length > 0 ? $", {error.Length} characters" : string.Empty)}: {error?.Words}", line.Groups["error"].Value);
        });
    }

    [GeneratedRegex("^\\| `(?<signature>[a-z_0-9]+\\([^`]*\\))` \\| (?<type>[^|]*?) \\|[^|]*\\| `(?<example>[^`]+)` is `(?<value>[^`]+)` \\|$", RegexOptions.Multiline)]
    private static partial Regex FunctionLine();

    [GeneratedRegex("^(?<text>\\S.*?) {2,}(?<error>at \\d+.*)$", RegexOptions.Multiline)]
    private static partial Regex ErrorLine();

    private static IEnumerable<Match> Lines() => FunctionLine().Matches(Page);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Catalog.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No folder above the tests holds 'Catalog.sln'.");
        }

        return folder.FullName;
    }
}
