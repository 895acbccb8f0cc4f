using Catalog.Core.Errors;
using Catalog.Web.Drafts;

namespace Catalog.Web.Tests.Drafts;

public sealed class FindingFixTests
{
    [Theory]
    [InlineData("Did you mean 'unit_price'?", "unknown-column", "unit_price", false)]
    [InlineData("Did you mean 'features'?", "unknown-key", "features", true)]
    [InlineData("Write 'type: int64'.", "column-type", "int64", false)]
    [InlineData("Write 'last_quantity'.", "bad-name", "last_quantity", false)]
    public void Of_OneTextToWrite_CanBePressed(string fix, string rule, string value, bool isKey)
    {
        var found = FindingFix.Of(Finding(fix, rule));

        Assert.Equal((value, value, isKey), (found!.Label, found.Value!.GetValue<string>(), found.IsKey));
    }

    [Theory]
    [InlineData("Write '1d1h' or '1d2h' as 'window', or 'hop: 30m'.", "window: 1d1h > features[0].window=1d1h", "window: 1d2h > features[0].window=1d2h", "hop: 30m > features[0].hop=30m")]
    [InlineData("Write at least 'hop: 10m48s', or at most 'window: 2d18h40m'.", "hop: 10m48s > features[0].hop=10m48s", "window: 2d18h40m > features[0].window=2d18h40m")]
    [InlineData("Write 'type: int64', or leave it out.", "type: int64 > features[0].type=int64", "remove from > features[0].from=")]
    [InlineData("Remove it, or write 'format: csv'.", "remove from > features[0].from=", "format: csv > features[0].format=csv")]
    [InlineData("Remove 'hop' to take the default.", "remove hop > features[0].hop=")]
    [InlineData("Remove 'of', or add 'aggregate:'.", "remove of > features[0].of=")]
    [InlineData("Remove it.", "remove from > features[0].from=")]
    [InlineData("Legal are: a, b.")]
    public void AllOf_SeveralWays_CanEachBePressed(string fix, params string[] expected)
        => Assert.Equal(expected, FindingFix.AllOf(Finding(fix, "window")).Select(static way => $"{way.Label} > {way.Path}={way.Value}"));

    [Fact]
    public void Of_Flag_IsWrittenAsOne() => Assert.True(FindingFix.Of(Finding("Write true.", "wrong-type"))!.Value!.GetValue<bool>());

    [Theory]
    [InlineData("Legal are: a, b.")]
    [InlineData("Add 'name:' with letters, digits and '_'.")]
    [InlineData("Write whole numbers with d, h, m or s, such as 30d, 1h30m or 90s.")]
    [InlineData("Write 'a' or 'b'.")]
    [InlineData(null)]
    public void Of_WordsForAPerson_IsNone(string? fix) => Assert.Null(FindingFix.Of(Finding(fix, "wrong-value")));

    private static Finding Finding(string? fix, string rule)
        => new(FindingSeverity.Error, rule, "It is wrong.", new SourceLocation(string.Empty, 3, 5, "features[0].from"), fix);
}
