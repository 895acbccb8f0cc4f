using Catalog.Core.Values;
using FeatureStore.Windows;
using FeatureStore.Windows.Aggregates;

namespace FeatureStore.Tests.Windows;

public sealed class SlidingWindowsTests
{
    private const long Minute = 60_000_000;
    private const long Start = 1_764_000_000_000_000;

    public static TheoryData<string> Aggregates => [.. Aggregate.Names];

    [Theory]
    [MemberData(nameof(Aggregates))]
    public void Read_RandomEventsAndTimes_IsTheNaiveValueOfEachWindow(string name)
    {
        double? n = name switch { "last_n" or "last_distinct" or "top_k" => 3, "percentile" => 75, _ => null };
        var aggregate = Aggregate.Find(name, new DataType(ScalarType.Double), hasOperand: true, n, out _)!;
        var random = new Random(name.Length * 7);
        for (var round = 0; round < 150; round++)
        {
            WindowShape[] shapes = [ShapeOf(random, 5), ShapeOf(random, 5), ShapeOf(random, 30)];
            var windows = SlidingWindows.Over(aggregate, [.. shapes.Select(static (shape, place) => (shape, place))]).ToList();
            for (var key = 0; key < 3; key++)
            {
                windows.ForEach(static window => window.Clear());
                Sweep(windows, shapes, random, () => Math.Round(random.NextDouble() * 20, 1), (events, actual) => Naive.AssertSame(Naive.Compute(name, events, n ?? 0), actual, name, 0));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Aggregates))]
    public void Read_NumbersOfEverySize_IsToTheLastBitTheStateOfTheEventsThatRemain(string name)
    {
        double? n = name switch { "last_n" or "last_distinct" or "top_k" => 3, "percentile" => 75, _ => null };
        double[] sizes = [1, 1e-300, 1e300, 5e-324, double.MaxValue, -double.MaxValue, double.NaN, double.PositiveInfinity, double.NegativeInfinity];
        var aggregate = Aggregate.Find(name, new DataType(ScalarType.Double), hasOperand: true, n, out _)!;
        var random = new Random(name.Length);
        for (var round = 0; round < 15; round++)
        {
            WindowShape[] shapes = [ShapeOf(random, 5), ShapeOf(random, 30)];
            var windows = SlidingWindows.Over(aggregate, [.. shapes.Select(static (shape, place) => (shape, place))]).ToList();
            Sweep(windows, shapes, random, () => random.Next(5) == 0 ? sizes[random.Next(sizes.Length)] : random.NextDouble(), (events, actual) =>
            {
                var state = aggregate.Create();
                events.ToList().ForEach(item => state.Add(in item));
                Assert.Equal(state.Finish(), actual);
            });
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
    public void Read_EventExactlyAtBothEdges_CountsAtTheHeadOnly()
    {
        var shape = new WindowShape(60 * Minute, 5 * Minute);
        var window = SlidingWindows.Over(Aggregate.Find("count", null, hasOperand: false, null, out _)!, [(shape, 0)]).Single();
        var time = Start - (Start % (5 * Minute));
        foreach (var moment in new[] { time - (60 * Minute), time - (60 * Minute) + 1, time })
        {
            Add(window, new WindowEvent(moment, moment, Value.Null));
        }

        Assert.Equal(Value.Of(2L), ValueAt(window, time));
        Assert.Equal(Value.Of(2L), ValueAt(window, time + (5 * Minute) - 1));
        Assert.Equal(Value.Of(1L), ValueAt(window, time + (5 * Minute)));
        Assert.Equal(Value.Of(0L), ValueAt(window, time + (24 * 60 * Minute)));
    }

    [Theory]
    [InlineData("01:00:00", "00:05:00")]
    [InlineData("12:00:00", "00:05:00")]
    [InlineData("12:00:01", "01:00:00")]
    [InlineData("12.00:00:00", "01:00:00")]
    [InlineData("30.00:00:00", "1.00:00:00")]
    public void DefaultHop_OfAWindow_IsTheDeclaredOne(string window, string hop)
        => Assert.Equal(TimeSpan.Parse(hop), WindowShape.DefaultHop(TimeSpan.Parse(window)));

    [Theory]
    [InlineData("sum")]
    [InlineData("slope")]
    [InlineData("stddev")]
    public void Read_ManyEventsWithoutAQuestion_KeepsTheTilesOfTheLongestWindowOnly(string name)
    {
        var aggregate = Aggregate.Find(name, new DataType(ScalarType.Double), hasOperand: true, null, out _)!;
        var shape = new WindowShape(60 * Minute, 5 * Minute);
        var window = SlidingWindows.Over(aggregate, [(shape, 0)]).Single();
        var last = new List<WindowEvent>();
        for (var step = 0; step < 20_000; step++)
        {
            var item = new WindowEvent(Start + (step * 3 * Minute), step, Value.Of(step % 7 * 0.1));
            Add(window, in item);
            last.Add(item);
        }

        var time = last[^1].Time;
        Naive.AssertSame(Naive.Compute(name, last.Where(item => item.Time > shape.StartAt(time)), 0), ValueAt(window, time), name, 0);
        Assert.InRange(((RunningWindows)window).Capacity, shape.TileCount, 4 * shape.TileCount);
    }

    private static void Add(SlidingWindows window, in WindowEvent item) => window.Add(in item, new WindowShape(window.Hop, window.Hop).TileOf(item.Time));

    private static WindowShape ShapeOf(Random random, int minutes) => new(random.Next(1, 12) * minutes * Minute, minutes * Minute);

    private static Value ValueAt(SlidingWindows window, long time)
    {
        var value = new Value[1];
        window.Read(time, value);
        return value[0];
    }

    private static void Sweep(List<SlidingWindows> windows, WindowShape[] shapes, Random random, Func<double> number, Action<IEnumerable<WindowEvent>, Value> check)
    {
        var added = new List<WindowEvent>();
        var values = new Value[shapes.Length];
        var time = Start;
        for (var step = 0; step < 60; step++)
        {
            time += random.Next(6) switch { 0 => 0, 1 => 5 * Minute, 2 => random.Next(1, 90) * Minute, _ => random.NextInt64(1, 3 * Minute) };
            for (var count = random.Next(3); count > 0; count--)
            {
                // Now and then an event comes that happened long before.
                var moment = random.Next(10) == 0 ? time - random.NextInt64(0, shapes.Max(static shape => shape.Window) * 2) : time;
                var value = random.Next(7) == 0 ? Value.Null : Value.Of(number());
                var item = new WindowEvent(moment, (step * 10) + count, value);
                added.Add(item);
                windows.ForEach(window => Add(window, in item));
            }

            if (random.Next(3) > 0)
            {
                windows.ForEach(window => window.Read(time, values));
                foreach (var (place, shape) in shapes.Index())
                {
                    check(added.Where(item => item.Time > shape.StartAt(time) && item.Time <= time), values[place]);
                }
            }
        }
    }
}
