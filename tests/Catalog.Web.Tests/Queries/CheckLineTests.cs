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
    public void Line_OfARule_ShowsHowManyOfHowManyBreakIt()
    {
        var line = Line(CheckOutcome.Fail, violations: 120, measured: null, new RuleText("price is at least 0"));

        Assert.Equal(("120 of 120", "Fails, 100.0 % of events", Status.Failed), Of(line));
        Assert.Equal("120 of 120 events", line.Say);
    }

    [Fact]
    public void Line_Skipped_HasNoNumberAndSaysWhy()
    {
        var line = Line(CheckOutcome.Skip, violations: 0, measured: null, new RuleText("price is at least 0"));

        Assert.Equal(("–", "Skipped", Status.Unknown), Of(line));
        Assert.Equal("Source 'lines' has no column 'x'.", (line with { Result = line.Result with { Message = "Source 'lines' has no column 'x'." } }).Detail);
    }

    [Fact]
    public void Line_OfLaterTimes_TellsThoseOfAllRecentRuns()
    {
        var line = Line(CheckOutcome.Skip, violations: 0, measured: null, new RuleText("due lies after the event"));

        var told = line with { Result = line.Result with { Rule = "future:due", Column = "due", Message = "Not judged: 0 of 2 events" }, Total = Total(CheckOutcome.Skip, 27_702, 22_330) with { Runs = 0 } };

        Assert.StartsWith("Not judged: 22,330 of 27,702 events", told.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 541_909, "Passes", Status.Fresh)]
    [InlineData(2, 541_911, "Passes, < 0.01 % of events", Status.Fresh)]
    [InlineData(9, 10_000, "Passes, 0.09 % of events", Status.Fresh)]
    [InlineData(10, 10_000, "Warns, 0.1 % of events", Status.Late)]
    [InlineData(99, 10_000, "Warns, 1.0 % of events", Status.Late)]
    [InlineData(100, 10_000, "Fails, 1.0 % of events", Status.Failed)]
    [InlineData(2, 2, "Fails, 100.0 % of events", Status.Failed)]
    public void Line_OfARule_IsJudgedByItsShare(long violations, long events, string outcome, Status status)
    {
        var line = Line(CheckOutcome.Fail, violations: 2, measured: null, new RuleText("price is at least 0")) with { Total = Total(violations == 0 ? CheckOutcome.Pass : CheckOutcome.Fail, events, violations) };

        Assert.Equal((outcome, status, status), (line.Outcome, line.Status, CheckCounts.Of([line]).Status));
        Assert.StartsWith($"{violations:N0} of {events:N0} events", line.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_OfSeverityWarning_NeverFails()
        => Assert.Equal("Warns, 100.0 % of events", (Line(CheckOutcome.Warn, 2, null, new RuleText("price is at least 0")) with { Total = Total(CheckOutcome.Warn, 2, 2) }).Outcome);

    [Theory]
    [InlineData(0, "Passes, 0.02 % of events")]
    [InlineData(5, "Fails, limit 5")]
    public void Line_OfANumberWithALimit_IsForgivenOnlyWhereNothingIsTolerated(double limit, string outcome)
    {
        var rule = new RuleText("no duplicates", $"limit {limit}", Percent with { Metric = QualityMetric.DuplicateValues, IsPercent = false, Operator = QualityOperator.MustBeLessOrEqualTo, Threshold = limit });

        Assert.Equal(outcome, (Line(CheckOutcome.Fail, 100, 100, rule) with { Total = Total(CheckOutcome.Fail, 541_909, 100, 100) }).Outcome);
    }

    [Fact]
    public void Bars_OfDays_AreHigherTheMoreEventsBreakTheRule()
    {
        HeatCell[] cells =
        [
            Cell(CheckOutcome.Pass, 0), Cell(CheckOutcome.Pass, 4e-6), Cell(CheckOutcome.Pass, 9e-4), Cell(CheckOutcome.Warn, 1e-3), Cell(CheckOutcome.Warn, 9e-3), Cell(CheckOutcome.Warn, 1),
            Cell(CheckOutcome.Fail, 0.01), Cell(CheckOutcome.Fail, 0.3), Cell(CheckOutcome.Fail, 1),
        ];

        Assert.Equal(cells.OrderBy(static cell => cell.Height), cells);
        Assert.True(cells[1].Height < 40);
        Assert.Equal((72, 100), (cells[5].Height, cells[^1].Height));
        Assert.Null(new HeatCell(CheckOutcome.Fail, "of a limit").Height);

        static HeatCell Cell(CheckOutcome outcome, double share) => new(outcome, "day") { Share = share };
    }

    [Theory]
    [InlineData(19.9, "Passes", Status.Fresh)]
    [InlineData(20.5, "Warns, limit 20 %", Status.Late)]
    public void Line_OfAPercentage_IsJudgedByAllEventsTogether(double measured, string outcome, Status status)
    {
        var line = Line(CheckOutcome.Warn, violations: 2, measured: 100, new RuleText("customer is known", "limit 20 %", Percent)) with
        {
            Total = Total(CheckOutcome.Warn, 10_000, 2, measured),
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
        var few = Line(CheckOutcome.Fail, violations: 1, measured: null, new RuleText("records can be read")) with { Total = Total(CheckOutcome.Fail, 170_980, 400) };
        var many = Line(CheckOutcome.Warn, violations: 40_000, measured: null, new RuleText("price is known")) with { Total = Total(CheckOutcome.Warn, 170_980, 40_000) };
        var holdings = new Holdings([], [], [], [few, many with { Result = many.Result with { Source = "other" } }]);

        var items = Attention.Of(holdings, [], Catalog.Definitions.Model.DefinitionSet.Empty, FixedClock.Now);

        Assert.Equal([("other", Status.Late), ("lines", Status.Late)], items.Select(item => (item.Subject, item.Status)));
    }

    private static CheckTotal Total(CheckOutcome outcome, long events, long violations, double? measured = null) => new("lines", "r", outcome, events, violations, measured, events, 2);

    [Fact]
    public void Counts_OfLines_AreSaidWorstFirst()
    {
        var counts = CheckCounts.Of([CheckOutcome.Pass, CheckOutcome.Warn, CheckOutcome.Pass, CheckOutcome.Error, CheckOutcome.Skip]);

        Assert.Equal(["1 not decided", "1 warns", "2 pass", "1 skipped"], counts.Parts);
        Assert.Equal(("1 check not decided", "1 check not decided, 1 warns, 2 pass, 1 skipped"), (counts.Short, counts.Spoken));
        Assert.Equal((4, "1 of 4 checks fails, 1 skipped", Status.Failed), (counts.Total, counts.Sentence, counts.Status));
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

    private static CheckLine Line(CheckOutcome outcome, long violations, double? measured, RuleText rule)
    {
        var result = new CheckResult
        {
            RunId = Guid.Empty, Source = "lines", Contract = "lines", ContractVersion = "1", Rule = "r", Outcome = outcome, Checked = 120, Violations = violations, Measured = measured, At = FixedClock.Now,
        };
        return new CheckLine { Rule = rule, Domain = "shop", Days = [], Result = result, Total = CheckTotal.Of([result]) };
    }
}
