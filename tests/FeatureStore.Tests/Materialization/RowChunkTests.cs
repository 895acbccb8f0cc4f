using Catalog.Core.Values;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Rows;

namespace FeatureStore.Tests.Materialization;

public sealed class RowChunkTests
{
    private static readonly FeatureView View = Views.View(
        "v", [Views.Entity("id"), Views.Entity("name", ScalarType.String)], Views.Feature("a", ScalarType.Double), Views.Feature("b", ScalarType.String), Views.Feature("c", ScalarType.Int32, isList: true));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void GetEnumerator_RowsOfAllSizes_GivesThemAsTheyWereEveryTime(int seed)
    {
        var random = new Random(seed);
        FeatureRow[] rows = [.. Enumerable.Range(0, 2_000).Select(number => Row(number, random))];
        var chunk = new RowChunk(View, new ViewColumns(View));
        foreach (var row in rows)
        {
            chunk.Add(row);
        }

        Assert.Equal(rows.Length, chunk.Count);
        Assert.True(chunk.ByteCount > 2 * 64 * 1024);
        AssertEqual(rows, chunk);
        AssertEqual(rows, chunk);
    }

    [Fact]
    public void Clear_AndOtherRows_GivesTheOtherRowsOnly()
    {
        var random = new Random(4);
        var chunk = new RowChunk(View, new ViewColumns(View));
        chunk.Add(Row(1, random));
        chunk.Clear();
        Assert.Empty(chunk);
        Assert.Equal(0, chunk.ByteCount);

        var other = Row(2, random);
        chunk.Add(other);

        AssertEqual([other], chunk);
    }

    [Fact]
    public void Add_ArraysThatAreChangedAfterwards_KeepsWhatWasAdded()
    {
        var chunk = new RowChunk(View, new ViewColumns(View));
        Value[] values = [Value.Of(1.5), Value.Of("b"), Value.Null];
        chunk.Add(new FeatureRow([Value.Of(7L), Value.Of("n")], default, default, 3, values));
        values[0] = Value.Of(2.5);

        Assert.Equal(Value.Of(1.5), Assert.Single(chunk).Values[0]);
    }

    private static void AssertEqual(IReadOnlyCollection<FeatureRow> expected, RowChunk actual)
        => Assert.Equal(expected.Select(Describe), actual.Select(Describe));

    private static string Describe(FeatureRow row)
        => $"{row.EventTime.UnixMicroseconds} {row.ArrivalTime.UnixMicroseconds} {row.Sequence} {string.Join('|', row.KeyValues)} {string.Join('|', row.Values.Select(static value => $"{value.Type} {value.Bits64} {value}"))}";

    // Now and then a row larger than a block.
    private static FeatureRow Row(long sequence, Random random)
    {
        var text = new string('x', random.Next(200) == 0 ? random.Next(200_000) : random.Next(300));
        Value[] items = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(3) == 0 ? Value.Null : Value.Of(random.Next()))];
        Value[] values = [random.Next(5) == 0 ? Value.Null : Value.Of(random.NextDouble()), random.Next(5) == 0 ? Value.Null : Value.Of(text), random.Next(5) == 0 ? Value.Null : Value.OfList(ScalarType.Int32, items)];
        return new FeatureRow([Value.Of(random.NextInt64()), Value.Of($"ü{sequence}")], new Instant(random.NextInt64()), new Instant(-sequence), sequence, values);
    }
}
