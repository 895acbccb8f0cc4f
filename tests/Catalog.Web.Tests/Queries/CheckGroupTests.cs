using Catalog.Definitions.Model;
using Catalog.Web.Queries;
using Catalog.Web.Tests.Components;
using Ingestion.Model;

namespace Catalog.Web.Tests.Queries;

public sealed class CheckGroupTests
{
    [Theory]
    [InlineData(0, 3, "a:2 b:1")]
    [InlineData(0, 2, "a:2")]
    [InlineData(1, 3, "a:1 b:2")]
    [InlineData(2, 1, "b:1")]
    [InlineData(3, 9, "b:2 c:1")]
    [InlineData(6, 9, "")]
    public void PageOf_Lines_CutsThroughSourcesInTheirOrder(int start, int count, string expected)
    {
        CheckLine[] lines = [Line("a"), Line("b"), Line("b"), Line("c"), Line("a"), Line("b")];

        var groups = CheckGroup.PageOf(lines, DefinitionSet.Empty, start, count);

        Assert.Equal(expected, string.Join(" ", groups.Select(static group => $"{group.Source}:{group.Shown.Count}")));
        Assert.All(groups, static group => Assert.Equal(group.Source switch { "a" => 2, "b" => 3, _ => 1 }, group.Counts.Passing));
    }

    private static CheckLine Line(string source)
    {
        var result = new CheckResult
        {
            RunId = Guid.Empty, Source = source, Contract = "c", ContractVersion = "1", Rule = "r", Outcome = CheckOutcome.Pass, Checked = 9, Violations = 0, At = FixedClock.Now,
        };
        return new CheckLine { Rule = new RuleText("r"), Domain = "shop", Days = [], Result = result, Total = CheckTotal.Of([result]) };
    }
}
