using System.Buffers;
using Catalog.Core.Values;
using FeatureStore.Rows;
using FeatureStore.Windows.Aggregates;

namespace FeatureStore.Tests.Windows;

/// <summary>The promise of every aggregate: value and written form follow from the set of events alone, and the value is the naive one.</summary>
public sealed class AggregateStateTests
{
    private static readonly DataType Double = new(ScalarType.Double);
    private static readonly DataType Int64 = new(ScalarType.Int64);
    private static readonly DataType Text = new(ScalarType.String);

    public static TheoryData<string, string, double> All => new(
        from aggregate in Aggregate.Names
        from operand in new[] { "double", "int64", "string" }
        let isNumber = aggregate is "sum" or "avg" or "stddev" or "variance" or "percentile" or "slope"
        where !isNumber || operand != "string"
        select (aggregate, operand, aggregate switch { "last_n" or "last_distinct" or "top_k" => 3.0, "percentile" => 90, _ => double.NaN }));

    [Theory]
    [MemberData(nameof(All))]
    public void Finish_AnyOrderAndAnyParts_IsTheNaiveValue(string name, string operand, double n)
    {
        Assert.True(DataType.TryParse(operand, out var type));
        var aggregate = Aggregate.Find(name, type, hasOperand: true, double.IsNaN(n) ? null : n, out var error);
        Assert.True(aggregate is not null, error);
        var random = new Random(name.Length + operand.Length);
        for (var round = 0; round < 400; round++)
        {
            var events = Events(random, type, random.Next(0, round % 10 == 0 ? 300 : 25));
            var expected = Naive.Compute(name, events, n);

            var straight = Fill(aggregate, events);
            random.Shuffle(events);
            var merged = aggregate.Create();
            var read = aggregate.Create();
            foreach (var part in events.Chunk(random.Next(1, 40)))
            {
                var state = Fill(aggregate, part);
                merged.Merge(state);
                var reader = new ValueReader(Bytes(state));
                read.MergeFrom(ref reader);
                Assert.True(reader.IsAtEnd);
            }

            Assert.Equal(Bytes(straight), Bytes(merged));
            Assert.Equal(Bytes(straight), Bytes(read));
            Assert.Equal(straight.Finish(), merged.Finish());
            Assert.Equal(events.Length == 0 || events.All(static item => item.Value.IsNull), name != "count" || events.Length == 0 ? straight.IsEmpty : events.All(static item => item.Value.IsNull));
            Naive.AssertSame(expected, straight.Finish(), name, events.Length);
        }
    }

    [Theory]
    [InlineData("sum", new[] { 1e308, 1e308 }, double.PositiveInfinity)]
    [InlineData("sum", new[] { -1e308, -1e308 }, double.NegativeInfinity)]
    [InlineData("sum", new[] { 1e308, 1e308, -1e308 }, 1e308)]
    [InlineData("avg", new[] { 1e308, 1e308 }, double.PositiveInfinity)]
    [InlineData("avg", new[] { 1e308, -1e308 }, 0)]
    [InlineData("variance", new[] { 1e155, -1e155 }, double.PositiveInfinity)]
    [InlineData("stddev", new[] { 1e155, -1e155 }, double.PositiveInfinity)]
    [InlineData("stddev", new[] { 1e153, -1e153 }, 1e153)]
    [InlineData("sum", new[] { double.PositiveInfinity, double.NegativeInfinity }, double.NaN)]
    public void Finish_BeyondTheLargestDouble_IsInfiniteAndComesBack(string name, double[] numbers, double expected)
    {
        var aggregate = Aggregate.Find(name, Double, hasOperand: true, null, out _)!;
        WindowEvent[] events = [.. numbers.Select(static (number, i) => new WindowEvent(i, i, Value.Of(number)))];

        var all = Fill(aggregate, events);
        Assert.Equal(expected, all.Finish().AsDouble());

        // Each value leaves the window as its event does.
        var part = Assert.IsAssignableFrom<ReversibleState>(all);
        foreach (var item in events.Skip(1))
        {
            part.Remove(in item);
        }

        Assert.Equal(Fill(aggregate, events[..1]).Finish(), all.Finish());
    }

    [Fact]
    public void Finish_WholeSumBeyondInt64_IsNullAndComesBack()
    {
        var aggregate = Aggregate.Find("sum", Int64, hasOperand: true, null, out _)!;

        Assert.Equal(Value.Null, Fill(aggregate, [new WindowEvent(0, 0, Value.Of(long.MaxValue)), new WindowEvent(1, 1, Value.Of(1L))]).Finish());
        Assert.Equal(Value.Of(long.MaxValue), Fill(aggregate, [new WindowEvent(0, 0, Value.Of(long.MaxValue)), new WindowEvent(1, 1, Value.Of(1L)), new WindowEvent(2, 2, Value.Of(-1L))]).Finish());
    }

    [Theory]
    [InlineData(512, 0)]
    [InlineData(513, 0.06)]
    [InlineData(20_000, 0.06)]
    [InlineData(1_000_000, 0.06)]
    public void CountDistinct_ManyValues_IsExactToTheBoundAndNearBeyond(int count, double tolerance)
    {
        var state = new DistinctCountState();
        for (var i = 0L; i < count; i++)
        {
            state.Add(new WindowEvent(i, i, Value.Of($"value {i}")));
            state.Add(new WindowEvent(i, i, Value.Of($"value {i / 2}")));
        }

        Assert.InRange(state.Finish().AsInt64(), count * (1 - tolerance), count * (1 + tolerance));
        Assert.Equal(tolerance > 0, state.IsEstimate);
    }

    [Fact]
    public void Percentile_ManyValues_KeepsItsRelativeError()
    {
        var random = new Random(3);
        var numbers = Enumerable.Range(0, 50_000).Select(_ => Math.Exp(random.NextDouble() * 40) * (random.Next(3) == 0 ? -1 : 1)).ToArray();
        foreach (var percent in new[] { 0.0, 1, 25, 50, 75, 99, 100 })
        {
            var state = new PercentileState(percent);
            Array.ForEach(numbers, number => state.Add(new WindowEvent(0, 0, Value.Of(number))));
            var exact = numbers.Order().ElementAt((int)Math.Floor(percent / 100 * (numbers.Length - 1)));

            Assert.InRange(state.Finish().AsDouble() / exact, 0.989, 1.011);
        }
    }

    [Fact]
    public void TopK_MoreValuesThanCounted_CountsThoseKeptExactlyInAnyOrder()
    {
        var random = new Random(5);
        var events = Enumerable.Range(0, 30_000).Select(i => new WindowEvent(i, i, Value.Of((long)(random.NextDouble() * random.NextDouble() * 5_000)))).ToArray();
        var aggregate = Aggregate.Find("top_k", Int64, hasOperand: true, 20, out _)!;
        var straight = Fill(aggregate, events);
        random.Shuffle(events);
        var merged = aggregate.Create();
        foreach (var part in events.Chunk(1_700))
        {
            merged.Merge(Fill(aggregate, part));
        }

        Assert.Equal(Bytes(straight), Bytes(merged));
        Assert.Equal(20, straight.Finish().AsList().Length);
    }

    [Theory]
    [InlineData(0, double.NaN)]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    public void Variance_FewEvents_IsNullZeroExact(int count, double expected)
    {
        var state = new VarianceState(isDeviation: false);
        for (var i = 0; i < count; i++)
        {
            state.Add(new WindowEvent(i, i, Value.Of(1e9 + (2.0 * i))));
        }

        Assert.Equal(double.IsNaN(expected) ? Value.Null : Value.Of(expected), state.Finish());
    }

    [Fact]
    public void Variance_LargeOffset_KeepsItsDigits()
    {
        var state = new VarianceState(isDeviation: false);
        for (var i = 0; i < 1_000; i++)
        {
            state.Add(new WindowEvent(i, i, Value.Of(1e12 + ((i % 10) * 0.25))));
        }

        Assert.Equal(8.25 / 16, state.Finish().AsDouble(), 1e-9 * 8.25 / 16);
    }

    [Theory]
    [InlineData("median", null, true, null, "There is no aggregate 'median'")]
    [InlineData("sum", null, false, null, "needs 'of:'")]
    [InlineData("sum", "string", true, null, "takes numbers")]
    [InlineData("last_n", "string", true, null, "needs 'n:'")]
    [InlineData("percentile", "double", true, 101.0, "from 0 to 100")]
    [InlineData("min", "double", true, 3.0, "takes no 'n'")]
    public void Find_WhatCannotBe_SaysWhy(string name, string? operand, bool hasOperand, double? n, string expected)
    {
        DataType? type = DataType.TryParse(operand, out var parsed) ? parsed : null;

        Assert.Null(Aggregate.Find(name, type, hasOperand, n, out var error));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private static AggregateState Fill(Aggregate aggregate, IEnumerable<WindowEvent> events)
    {
        var state = aggregate.Create();
        foreach (var item in events)
        {
            state.Add(in item);
        }

        return state;
    }

    private static WindowEvent[] Events(Random random, DataType type, int count)
    {
        var events = new WindowEvent[count];
        for (var i = 0; i < count; i++)
        {
            var value = random.Next(8) == 0 ? Value.Null
                : type == Double ? Value.Of(random.Next(6) == 0 ? 1e9 : Math.Round((random.NextDouble() - 0.3) * 50, 2))
                : type == Text ? Value.Of("text " + random.Next(12))
                : Value.Of((long)random.Next(-20, 20));
            events[i] = new WindowEvent(1_764_000_000_000_000 + (random.Next(30) * 1_000_000L), i, value);
        }

        return events;
    }

    private static byte[] Bytes(AggregateState state)
    {
        var buffer = new ArrayBufferWriter<byte>();
        state.Write(new ValueWriter(buffer));
        return buffer.WrittenSpan.ToArray();
    }
}
