using Catalog.Core.Model;

namespace Catalog.Core.Tests.Model;

public sealed class QualityRuleTests
{
    [Theory]
    [InlineData(QualityOperator.MustBe, "-+-")]
    [InlineData(QualityOperator.MustNotBe, "+-+")]
    [InlineData(QualityOperator.MustBeGreaterThan, "--+")]
    [InlineData(QualityOperator.MustBeGreaterOrEqualTo, "-++")]
    [InlineData(QualityOperator.MustBeLessThan, "+--")]
    [InlineData(QualityOperator.MustBeLessOrEqualTo, "++-")]
    public void Holds_OneBound_ComparesBelowAtAndAbove(QualityOperator comparison, string expected)
    {
        var rule = new QualityRule { Metric = QualityMetric.RowCount, Operator = comparison, Threshold = 5 };

        Assert.Equal(expected, string.Concat(new double[] { 4, 5, 6 }.Select(measure => rule.Holds(measure) ? '+' : '-')));
    }

    [Theory]
    [InlineData(QualityOperator.MustBeBetween, "--+--")]
    [InlineData(QualityOperator.MustNotBeBetween, "++-++")]
    public void Holds_Range_ExcludesItsEnds(QualityOperator comparison, string expected)
    {
        var rule = new QualityRule { Metric = QualityMetric.RowCount, Operator = comparison, Threshold = 2, UpperThreshold = 4 };

        Assert.Equal(expected, string.Concat(new double[] { 1, 2, 3, 4, 5 }.Select(measure => rule.Holds(measure) ? '+' : '-')));
    }
}
