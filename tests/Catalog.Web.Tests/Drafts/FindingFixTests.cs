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

        Assert.Equal((value, value, isKey), (found!.Label, found.Value.GetValue<string>(), found.IsKey));
    }

    [Fact]
    public void Of_Flag_IsWrittenAsOne() => Assert.True(FindingFix.Of(Finding("Write true.", "wrong-type"))!.Value.GetValue<bool>());

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
