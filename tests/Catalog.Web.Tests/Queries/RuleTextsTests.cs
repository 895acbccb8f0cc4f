using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Web.Queries;
using Ingestion.Model;

namespace Catalog.Web.Tests.Queries;

public sealed class RuleTextsTests
{
    private static readonly Source Lines = new()
    {
        Name = "lines", Version = 1, Domain = "shop", Owner = "crew", Format = FileFormat.Csv, TimestampColumn = "at",
        Columns = [new SourceColumn { Name = "at", From = "at", Type = new DataType(ScalarType.Timestamp) }, new SourceColumn { Name = "price", From = "price", Type = new DataType(ScalarType.Double) }],
    };

    private static readonly Contract Promise = new()
    {
        Name = "lines", Id = "lines", Version = "1", ApiVersion = "v3.1.0",
        Schema =
        [
            new ContractObject("lines", null, [new ContractProperty { Name = "price", ExclusiveMinimum = 0, Maximum = 9.5, ValidValues = ["1", "2"], MaxLength = 3 }])
            {
                Quality =
                [
                    Measure(QualityMetric.NullValues, QualityOperator.MustBeLessThan, 20, percent: true) with { Property = "price" },
                    Measure(QualityMetric.RowCount, QualityOperator.MustBeGreaterThan, 1000) with { Name = "lines arrive" },
                    Measure(QualityMetric.RowCount, QualityOperator.MustBeBetween, 1, upper: 5) with { Name = "lines arrive" },
                ],
            },
        ],
    };

    [Theory]
    [InlineData("required:price", "price is required", null)]
    [InlineData("type:price", "price is of type double", null)]
    [InlineData("minimum:price", "price is above 0", null)]
    [InlineData("maximum:price", "price is at most 9.5", null)]
    [InlineData("enum:price", "price is one of 1, 2", null)]
    [InlineData("max_length:price", "price has at most 3 characters", null)]
    [InlineData("primary_key:a+b", "a, b together are unique", null)]
    [InlineData("malformed", "records can be read", null)]
    [InlineData("event-time-bounds", "event times lie within bounds", null)]
    [InlineData("quality:NullValues:price", "nulls of price", "limit 20 %")]
    [InlineData("quality:lines arrive", "lines arrive", "must exceed 1,000")]
    [InlineData("quality:lines arrive:2", "lines arrive", "between 1 and 5")]
    [InlineData("quality:gone since", "gone since", null)]
    [InlineData("custom:price", "custom:price", null)]
    public void Of_Rule_IsSaidInWords(string rule, string title, string? limit)
    {
        var text = new RuleTexts(Lines, Promise).Of(rule);

        Assert.Equal((title, limit), (text.Title, text.Limit));
    }

    [Theory]
    [InlineData("minimum:price", "price is at least the bound")]
    [InlineData("type:price", "price is of type declared")]
    [InlineData("pattern:price", "price matches its pattern")]
    public void Of_RuleOfARemovedSource_IsStillSaid(string rule, string title) => Assert.Equal(title, new RuleTexts(null, null).Of(rule).Title);

    private static QualityRule Measure(QualityMetric metric, QualityOperator comparison, double threshold, bool percent = false, double upper = 0)
        => new() { Metric = metric, Operator = comparison, Threshold = threshold, UpperThreshold = upper, IsPercent = percent };
}
