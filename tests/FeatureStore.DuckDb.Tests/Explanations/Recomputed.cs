using Catalog.Core.Values;
using FeatureStore.Explanations;

namespace FeatureStore.DuckDb.Tests.Explanations;

/// <summary>The value of an aggregate out of the events that an explanation lists as counted, as one would write it in a hurry.</summary>
internal static class Recomputed
{
    internal static void AssertSame(Explanation explanation)
    {
        var window = explanation.Window ?? throw new InvalidOperationException("No aggregate is explained.");
        var operands = window.Events.Where(static item => item.Outcome == EventOutcome.Counted).Select(static item => item.Operand).ToList();
        Assert.Equal(window.Counted, operands.Count);
        Assert.Equal(window.Counted, window.Tiles.Sum(static tile => tile.Counted));
        Assert.Equal(window.EventCount, window.Tiles.Sum(static tile => tile.EventCount));
        Assert.Equal(window.TooLate, window.Events.Count(static item => item.IsTooLate));
        if (window.Events.Count > 0 && explanation.Result.Status != "NOT_FOUND")
        {
            Assert.Equal(explanation.Type.IsList ? null : explanation.Value, window.Events[^1].Running);
        }

        if (explanation.Result.Status == "NOT_FOUND")
        {
            Assert.True(explanation.Value.IsNull);
            Assert.Empty(operands);
            return;
        }

        switch (window.Aggregation.Function)
        {
            case "count":
                Assert.Equal(Value.Of((long)operands.Count), explanation.Value);
                break;
            case "sum":
                AssertNear((double)operands.Sum(static value => (decimal)value.AsDouble()), explanation.Value);
                Assert.Equal(window.Tiles.Where(static tile => !tile.Value.IsNull).Sum(static tile => tile.Value.AsDouble()), explanation.Value.AsDouble(), 1e-9);
                break;
            case "max" when operands.Count > 0:
                Assert.Equal(operands.Max(static value => value.AsDouble()), explanation.Value.AsDouble());
                break;
            case "stddev" when operands.Count > 0:
                var mean = operands.Average(static value => (decimal)value.AsDouble());
                AssertNear(Math.Sqrt((double)operands.Average(value => ((decimal)value.AsDouble() - mean) * ((decimal)value.AsDouble() - mean))), explanation.Value);
                break;
            case "last_distinct":
                Assert.Equal(operands.AsEnumerable().Reverse().Distinct().Take((int)window.Aggregation.N!), explanation.Value.AsList());
                break;
            default:
                Assert.Empty(operands);
                Assert.True(explanation.Value.IsNull);
                break;
        }
    }

    private static void AssertNear(double expected, Value actual) => Assert.Equal(expected, actual.AsDouble(), 1e-9 * Math.Max(1, Math.Abs(expected)));
}
