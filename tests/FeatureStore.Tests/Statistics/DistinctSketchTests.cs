using Catalog.Core.Values;
using FeatureStore.Statistics;

namespace FeatureStore.Tests.Statistics;

public sealed class DistinctSketchTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    [InlineData(30_000)]
    [InlineData(41_000)]
    [InlineData(1_000_000)]
    public void Estimate_SoManyValuesEachTwice_IsNearTheirNumber(int count)
    {
        foreach (var make in new Func<int, Value>[] { static i => Value.Of((long)i), static i => Value.Of($"key-{i}"), static i => Value.Of(i * 0.5) })
        {
            var sketch = new DistinctSketch();
            for (var i = 0; i < count * 2; i++)
            {
                sketch.Add(ValueHash.Of(make(i % count)));
            }

            // Five standard errors, and half a value for rounding.
            Assert.InRange(sketch.Estimate(), (count * (1 - (5 * DistinctSketch.Error))) - 0.5, (count * (1 + (5 * DistinctSketch.Error))) + 0.5);
        }
    }

    [Fact]
    public void Of_EqualValues_HaveOneHashAndOthersDiffer()
    {
        // A feature has one type, so values of different types may have one hash.
        Value[][] features =
        [
            [Value.Of("a"), Value.Of("b"), Value.Of("aaaaaaaa"), Value.Of("aaaaaaab"), Value.Of(string.Empty)],
            [Value.Of(0L), Value.Of(1L), Value.Of(-1L), Value.Of(long.MinValue)],
            [Value.Of(0.0), Value.Of(0.5), Value.Of(double.NaN), Value.Of(double.NegativeInfinity)],
            [Value.Of([0, 1]), Value.Of([0]), Value.Of([])],
            [List(Value.Of("ab"), Value.Of("c")), List(Value.Of("a"), Value.Of("bc")), List(Value.Of("c"), Value.Of("ab")), List(), List(Value.Null), List(Value.Of(string.Empty))],
        ];

        Assert.All(features, static values => Assert.Equal(values.Length, values.Select(ValueHash.Of).Distinct().Count()));
        Assert.Equal(ValueHash.Of(Value.Of(0.0)), ValueHash.Of(Value.Of(-0.0)));
    }

    private static Value List(params Value[] items) => Value.OfList(ScalarType.String, items);
}
