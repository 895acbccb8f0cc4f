using Catalog.Core.Values;
using FeatureStore.Windows;
using FeatureStore.Windows.Aggregates;

namespace FeatureStore.Tests.Windows;

public sealed class TileWindowTests
{
    private const long Minute = 60_000_000;
    private const long Start = 1_764_000_000_000_000;

    public static TheoryData<string> Aggregates => [.. Aggregate.Names];

    [Theory]
    [MemberData(nameof(Aggregates))]
    public void ValueAt_RandomEventsAndTimes_IsTheNaiveValueOfTheWindow(string name)
    {
        double? n = name switch { "last_n" or "last_distinct" or "top_k" => 3, "percentile" => 75, _ => null };
        var aggregate = Aggregate.Find(name, new DataType(ScalarType.Double), hasOperand: true, n, out _)!;
        var random = new Random(name.Length * 7);
        for (var round = 0; round < 150; round++)
        {
            var shape = new WindowShape(random.Next(1, 12) * 5 * Minute, 5 * Minute);
            var window = new TileWindow(shape, aggregate.Create);
            for (var key = 0; key < 3; key++)
            {
                window.Clear();
                Sweep(window, shape, name, n ?? 0, random);
            }
        }
    }

    [Theory]
    [InlineData(0, 300_000_000, -1)] // exactly on an edge: the tile before it
    [InlineData(1, 300_000_000, 0)]
    [InlineData(300_000_000, 300_000_000, 0)]
    [InlineData(300_000_001, 300_000_000, 1)]
    [InlineData(-1, 300_000_000, -1)]
    [InlineData(-300_000_000, 300_000_000, -2)]
    public void TileOf_Edges_AreOpenAtTheLeftAndClosedAtTheRight(long time, long hop, long expected)
        => Assert.Equal(expected, new WindowShape(hop, hop).TileOf(time));

    [Fact]
    public void ValueAt_EventExactlyAtBothEdges_CountsAtTheHeadOnly()
    {
        var shape = new WindowShape(60 * Minute, 5 * Minute);
        var window = new TileWindow(shape, static () => new CountState(countsNulls: true));
        var time = Start - (Start % (5 * Minute));
        foreach (var moment in new[] { time - (60 * Minute), time - (60 * Minute) + 1, time })
        {
            window.Add(new WindowEvent(moment, moment, Value.Null));
        }

        Assert.Equal(Value.Of(2L), window.ValueAt(time));
        Assert.Equal(Value.Of(2L), window.ValueAt(time + (5 * Minute) - 1));
        Assert.Equal(Value.Of(1L), window.ValueAt(time + (5 * Minute)));
        Assert.Equal(Value.Of(0L), window.ValueAt(time + (24 * 60 * Minute)));
    }

    [Theory]
    [InlineData("01:00:00", "00:05:00")]
    [InlineData("12:00:00", "00:05:00")]
    [InlineData("12:00:01", "01:00:00")]
    [InlineData("12.00:00:00", "01:00:00")]
    [InlineData("30.00:00:00", "1.00:00:00")]
    public void DefaultHop_OfAWindow_IsTheDeclaredOne(string window, string hop)
        => Assert.Equal(TimeSpan.Parse(hop), WindowShape.DefaultHop(TimeSpan.Parse(window)));

    private static void Sweep(TileWindow window, WindowShape shape, string name, double n, Random random)
    {
        var added = new List<WindowEvent>();
        var time = Start;
        for (var step = 0; step < 60; step++)
        {
            time += random.Next(6) switch { 0 => 0, 1 => 5 * Minute, 2 => random.Next(1, 90) * Minute, _ => random.NextInt64(1, 3 * Minute) };
            for (var count = random.Next(3); count > 0; count--)
            {
                // Now and then an event comes that happened long before.
                var moment = random.Next(10) == 0 ? time - random.NextInt64(0, shape.Window * 2) : time;
                var value = random.Next(7) == 0 ? Value.Null : Value.Of(Math.Round(random.NextDouble() * 20, 1));
                var item = new WindowEvent(moment, (step * 10) + count, value);
                added.Add(item);
                window.Add(in item);
            }

            if (random.Next(3) > 0)
            {
                var covered = added.Where(item => item.Time > shape.StartAt(time) && item.Time <= time);
                Naive.AssertSame(Naive.Compute(name, covered, n), window.ValueAt(time), name, 0);
            }
        }
    }
}
