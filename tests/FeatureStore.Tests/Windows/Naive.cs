using Catalog.Core.Values;
using FeatureStore.Windows.Aggregates;

namespace FeatureStore.Tests.Windows;

/// <summary>Aggregates as one would write them in a hurry, over the events of a window: the oracle.</summary>
internal static class Naive
{
    internal static Value Compute(string name, IEnumerable<WindowEvent> window, double n)
    {
        var events = window.Where(static item => !item.Value.IsNull).OrderBy(static item => item.Time).ThenBy(static item => item.Sequence).ToList();
        var values = events.ConvertAll(static item => item.Value);
        var isWhole = values.Exists(static value => value.Type.Element == ScalarType.Int64);
        var element = values.Count == 0 ? ScalarType.Double : values[0].Type.Element;
        var numbers = element is ScalarType.String ? [] : values.ConvertAll(static value => (decimal)value.AsDouble());
        return name switch
        {
            "count" => Value.Of((long)values.Count),
            "sum" => isWhole ? Value.Of((long)numbers.Sum()) : values.Count == 0 ? Value.Of(0.0) : Value.Of((double)numbers.Sum()),
            _ when values.Count == 0 && name is not ("count_distinct" or "last_n" or "last_distinct" or "top_k") => Value.Null,
            "avg" => Value.Of((double)(numbers.Sum() / numbers.Count)),
            "min" => values.Aggregate(static (left, right) => Order(right, left) < 0 ? right : left),
            "max" => values.Aggregate(static (left, right) => Order(right, left) > 0 ? right : left),
            "variance" => Value.Of((double)Variance(numbers)),
            "stddev" => Value.Of(Math.Sqrt((double)Variance(numbers))),
            "first" => values[0],
            "last" => values[^1],
            "last_n" => ListOf(element, values.AsEnumerable().Reverse().Take((int)n)),
            "last_distinct" => ListOf(element, values.AsEnumerable().Reverse().Distinct().Take((int)n)),
            "count_distinct" => Value.Of((long)values.Distinct().Count()),
            "top_k" => ListOf(element, values.GroupBy(static value => value).OrderByDescending(static group => group.Count())
                .ThenBy(static group => group.Key, Comparer<Value>.Create(Order)).Take((int)n).Select(static group => group.Key)),
            "percentile" => Percentile(numbers, n),
            _ => Slope(events),
        };
    }

    internal static void AssertSame(Value expected, Value actual, string name, int count)
    {
        if (name == "percentile" && count > PercentileState.ExactBound)
        {
            return;
        }

        if (expected.Type == new DataType(ScalarType.Double) && actual.Type == expected.Type)
        {
            var (left, right) = (expected.AsDouble(), actual.AsDouble());
            Assert.True(Math.Abs(left - right) <= 1e-9 * Math.Max(1, Math.Abs(left)), $"{name}: {left:R} is expected, {right:R} came.");
            return;
        }

        // An empty list and a sum over nothing do not know the operand's type here.
        Assert.True(expected == actual || (expected.ToString() == actual.ToString() && count < 10), $"{name}: {expected} is expected, {actual} came.");
    }

    private static decimal Variance(List<decimal> numbers)
    {
        var mean = numbers.Sum() / numbers.Count;
        return numbers.Sum(number => (number - mean) * (number - mean)) / numbers.Count;
    }

    private static Value Percentile(List<decimal> numbers, double percent)
    {
        var sorted = numbers.Select(static number => (double)number).Order().ToList();
        var rank = percent / 100 * (sorted.Count - 1);
        var (below, above) = (sorted[(int)Math.Floor(rank)], sorted[(int)Math.Ceiling(rank)]);
        return Value.Of(below + ((above - below) * (rank - Math.Floor(rank))));
    }

    private static Value Slope(List<WindowEvent> events)
    {
        var origin = events[0].Time;
        var times = events.ConvertAll(item => (item.Time - origin) / 1_000_000m);
        var (meanTime, meanValue) = (times.Average(), events.Average(static item => (decimal)item.Value.AsDouble()));
        var denominator = times.Sum(time => (time - meanTime) * (time - meanTime));
        return times.Distinct().Count() < 2
            ? Value.Null
            : Value.Of((double)(events.Zip(times, (item, time) => (time - meanTime) * ((decimal)item.Value.AsDouble() - meanValue)).Sum() / denominator));
    }

    private static Value ListOf(ScalarType element, IEnumerable<Value> values) => Value.OfList(element, [.. values]);

    private static int Order(Value left, Value right)
        => left.Type.Element == ScalarType.String ? string.CompareOrdinal(left.AsString(), right.AsString()) : left.AsDouble().CompareTo(right.AsDouble());
}
