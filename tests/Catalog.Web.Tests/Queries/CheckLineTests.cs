using Catalog.Core.Model;
using Catalog.Web.Queries;
using Catalog.Web.Tests.Components;
using Catalog.Web.ViewModels;
using Ingestion.Model;

namespace Catalog.Web.Tests.Queries;

public sealed class CheckLineTests
{
    [Fact]
    public void Line_OfAMeasure_ShowsWhatWasMeasured()
    {
        var line = Line(CheckOutcome.Warn, violations: 30, measured: 24.9061, new RuleText("customer is known", "limit 20 %", Percent));

        Assert.Equal(("24.91 %", "Warns, limit 20 %", Status.Late), (line.Now, line.Outcome, line.Status));
        Assert.Equal("30 of 120 events (25.0 %)", line.Detail);
        Assert.Equal("24.91 % missing", (line with { Rule = new RuleText("customer is present", null, Percent with { Name = "customer is present" }) }).Now);
    }

    [Fact]
    public void Line_OfARule_ShowsHowManyBreakIt()
        => Assert.Equal(("1,200", "Fails", Status.Failed), Of(Line(CheckOutcome.Fail, violations: 1200, measured: null, new RuleText("price is at least 0"))));

    [Fact]
    public void Line_Skipped_HasNoNumber()
        => Assert.Equal(("–", "Skipped", Status.Unknown), Of(Line(CheckOutcome.Skip, violations: 0, measured: null, new RuleText("price is at least 0"))));

    [Theory]
    [InlineData(CheckOutcome.Pass, CheckOutcome.Fail, "Passes now, failed today", Status.Late)]
    [InlineData(CheckOutcome.Pass, CheckOutcome.Warn, "Passes now, warned today", Status.Late)]
    [InlineData(CheckOutcome.Pass, CheckOutcome.Pass, "Passes", Status.Fresh)]
    [InlineData(CheckOutcome.Skip, CheckOutcome.Error, "Failed today", Status.Late)]
    [InlineData(CheckOutcome.Fail, CheckOutcome.Error, "Fails", Status.Failed)]
    public void Line_WhoseDayWasWorse_IsNoPass(CheckOutcome newest, CheckOutcome today, string outcome, Status status)
    {
        var line = Line(newest, violations: 0, measured: null, new RuleText("price is at least 0")) with { Days = [new HeatCell(CheckOutcome.Fail, "then"), new HeatCell(today, "today")] };

        Assert.Equal((outcome, status, status), (line.Outcome, line.Status, CheckCounts.Of([line]).Status));
    }

    [Theory]
    [InlineData(2, 170_980, "Warns, < 0.01 % of events", Status.Late)]
    [InlineData(1_709, 170_980, "Warns, 1.0 % of events", Status.Late)]
    [InlineData(1_710, 170_980, "Fails", Status.Failed)]
    [InlineData(2, 2, "Fails", Status.Failed)]
    public void Line_OfARuleThatFewEventsBreak_Warns(long violations, long events, string outcome, Status status)
    {
        var line = Line(CheckOutcome.Fail, violations: 2, measured: null, new RuleText("price is at least 0")) with { Total = Total(CheckOutcome.Fail, events, violations) };

        Assert.Equal((outcome, status), (line.Outcome, line.Status));
        Assert.Equal($"{violations:N0} of {events:N0} events", line.Detail[..line.Detail.IndexOf(" (", StringComparison.Ordinal)]);
    }

    [Theory]
    [InlineData(19.9, "Passes", Status.Fresh)]
    [InlineData(20.5, "Warns, limit 20 %", Status.Late)]
    public void Line_OfAPercentage_IsJudgedByAllEventsTogether(double measured, string outcome, Status status)
    {
        var line = Line(CheckOutcome.Warn, violations: 2, measured: 100, new RuleText("customer is known", "limit 20 %", Percent)) with
        {
            Total = Total(CheckOutcome.Warn, 10_000, 2, measured), Days = [new HeatCell(CheckOutcome.Warn, "today")],
        };

        Assert.Equal((outcome, status), (line.Outcome, line.Status));
    }

    [Fact]
    public void Line_OfANumberOfEvents_IsJudgedByTheLargestRun()
    {
        var rule = new RuleText("lines arrive", "at least 100", Percent with { Metric = QualityMetric.RowCount, IsPercent = false, Operator = QualityOperator.MustBeGreaterThan, Threshold = 100 });
        var line = Line(CheckOutcome.Fail, violations: 2, measured: 2, rule) with { Total = Total(CheckOutcome.Fail, 10_002, 2, 9_900) };

        Assert.Equal(("Passes", Status.Fresh), (line.Outcome, line.Status));
    }

    [Fact]
    public void Attention_WhatTouchesFewEvents_ComesLast()
    {
        var few = Line(CheckOutcome.Fail, violations: 1, measured: null, new RuleText("records can be read")) with { Total = Total(CheckOutcome.Fail, 170_980, 1) };
        var many = Line(CheckOutcome.Warn, violations: 40_000, measured: null, new RuleText("price is known")) with { Total = Total(CheckOutcome.Warn, 170_980, 40_000) };
        var holdings = new Holdings([], [], [], [few, many with { Result = many.Result with { Source = "other" } }]);

        var items = Attention.Of(holdings, [], FixedClock.Now);

        Assert.Equal([("other", Status.Late), ("lines", Status.Late)], items.Select(item => (item.Subject, item.Status)));
    }

    private static CheckTotal Total(CheckOutcome outcome, long events, long violations, double? measured = null) => new("lines", "r", outcome, events, violations, measured, events, 2);

    [Fact]
    public void Counts_OfLines_AreSaidWorstFirst()
    {
        var counts = CheckCounts.Of([CheckOutcome.Pass, CheckOutcome.Warn, CheckOutcome.Pass, CheckOutcome.Error, CheckOutcome.Skip]);

        Assert.Equal(["1 not decided", "1 warns", "2 pass", "1 skipped"], counts.Parts);
        Assert.Equal((4, "1 of 4 checks fails", Status.Failed), (counts.Total, counts.Sentence, counts.Status));
    }

    [Theory]
    [InlineData(0, "Not checked yet", Status.Unknown)]
    [InlineData(1, "The only check passes", Status.Fresh)]
    [InlineData(14, "All 14 checks pass", Status.Fresh)]
    public void Counts_Alike_SaySo(int passing, string sentence, Status status)
    {
        var counts = CheckCounts.Of(Enumerable.Repeat(CheckOutcome.Pass, passing));

        Assert.Equal((sentence, status), (counts.Sentence, counts.Status));
    }

    private static QualityRule Percent => new() { Metric = QualityMetric.NullValues, Operator = QualityOperator.MustBeLessThan, Threshold = 20, IsPercent = true };

    private static (string Now, string Outcome, Status Status) Of(CheckLine line) => (line.Now, line.Outcome, line.Status);

    private static CheckLine Line(CheckOutcome outcome, long violations, double? measured, RuleText rule) => new()
    {
        Rule = rule,
        Domain = "shop",
        Days = [],
        Result = new CheckResult
        {
            RunId = Guid.Empty, Source = "lines", Contract = "lines", ContractVersion = "1", Rule = "r", Outcome = outcome, Checked = 120, Violations = violations, Measured = measured, At = FixedClock.Now,
        },
    };
}
