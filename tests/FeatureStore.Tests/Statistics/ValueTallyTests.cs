using Catalog.Core.Values;
using FeatureStore.Statistics;
using FeatureStore.Tests.Rows;

namespace FeatureStore.Tests.Statistics;

public sealed class ValueTallyTests
{
    [Fact]
    public void Build_RandomValues_AreCountedExactly()
    {
        var random = new Random(1);
        for (var round = 0; round < 50; round++)
        {
            var type = RandomValues.Scalars[round % RandomValues.Scalars.Length];
            var values = Enumerable.Range(0, random.Next(1, 500)).Select(_ => type == ScalarType.Int64 ? Value.Of(random.NextInt64(30)) : RandomValues.Scalar(random, type))
                .Where(static value => value.ToString().Length <= ValueTally.MaxTextLength || value.Type.Element != ScalarType.String).ToList();
            var oracle = values.GroupBy(static value => value.ToString() is "-0" ? "0" : value.ToString())
                .Select(static group => new ValueCount(group.Key, group.Count()))
                .OrderByDescending(static entry => entry.Count).ThenBy(static entry => entry.Value, StringComparer.Ordinal)
                .ToList();

            var tally = Collect(values);

            var frequent = tally.Build();
            Assert.Equal(new DistinctCount(oracle.Count, 0), tally.Distinct);
            Assert.Equal(oracle.Take(ValueTally.TopCount), frequent.Top);
            Assert.Equal((oracle.Skip(ValueTally.TopCount).Sum(static entry => entry.Count), 0L), (frequent.Others, frequent.Undercount));
        }
    }

    [Fact]
    public void Build_ManyDifferentValues_FindsTheFrequentOnesWithinTheStatedError()
    {
        var random = new Random(2);
        var values = Enumerable.Range(0, 400_000)
            .Select(i => random.Next(10) switch { 0 => "often", 1 or 2 => "most", _ => $"rare-{random.Next(100_000)}" }).ToList();
        var oracle = values.CountBy(static value => value).ToDictionary();

        var tally = Collect(values.Select(Value.Of));

        var frequent = tally.Build();
        Assert.Equal(["most", "often"], frequent.Top.Take(2).Select(static entry => entry.Value));
        Assert.All(frequent.Top, entry => Assert.InRange(oracle[entry.Value], entry.Count, entry.Count + frequent.Undercount));
        Assert.InRange(frequent.Undercount, 1, values.Count / (ValueTally.Capacity / 2));
        Assert.Equal(values.Count, frequent.Others + frequent.Top.Sum(static entry => entry.Count));
        Assert.Equal(DistinctSketch.Error, tally.Distinct.Error);
        Assert.InRange(tally.Distinct.Count, oracle.Count * 0.97, oracle.Count * 1.03);
    }

    [Fact]
    public void Build_AllDifferent_ListsNothing()
    {
        var frequent = Collect(Enumerable.Range(0, 50_000).Select(static i => Value.Of((long)i))).Build();

        Assert.Empty(frequent.Top);
        Assert.Equal(50_000, frequent.Others);
    }

    [Fact]
    public void Build_LongTexts_AreCutWithoutTearingASignApart()
    {
        var begin = new string('x', ValueTally.MaxTextLength - 1);
        var tally = Collect([Value.Of(begin + "🚌a"), Value.Of(begin + "🚌b"), Value.Of("short")]);

        Assert.Equal([new ValueCount(begin + "…", 2), new("short", 1)], tally.Build().Top);
        Assert.Equal(new DistinctCount(3, DistinctSketch.Error), tally.Distinct);
    }

    [Fact]
    public void Add_BothZeros_AreOneValue()
        => Assert.Equal([new ValueCount("0", 2)], Collect([Value.Of(0.0), Value.Of(-0.0)]).Build().Top);

    private static ValueTally Collect(IEnumerable<Value> values)
    {
        var tally = new ValueTally();
        foreach (var value in values)
        {
            tally.Add(value);
        }

        return tally;
    }
}
