using System.Globalization;
using System.Text;
using System.Text.Json;
using Catalog.Core.Values;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>CSV tells null, an empty field, from a text of no characters, a quoted one. Where no text is wanted, both are null.</summary>
public sealed class EmptyFieldTests
{
    private static readonly DataType[] KeyTypes = [JoinFixture.Text, JoinFixture.Int64, new(ScalarType.Double), new(ScalarType.Bool), new(ScalarType.Timestamp)];
    private static readonly string[] Columns = ["k0", "k1", "k2", "k3", "k4", "t", "note", "count"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task JoinAsync_CsvWithEmptyFieldsOfEveryKind_EqualsTheSameFrameAsJson(int seed)
    {
        var random = new Random(seed);
        using var fixture = new JoinFixture();
        var views = new List<(FeatureView View, OfflineSnapshot Snapshot)>();
        for (var i = 0; i < KeyTypes.Length; i++)
        {
            views.Add(await ViewOfAsync(fixture, i));
        }

        var cells = Enumerable.Range(0, random.Next(1, 40)).Select(_ => Columns.Select(column => Cell(random, column)).ToArray()).ToList();

        var csv = await JoinAsync(fixture, await fixture.FrameAsync(Csv(cells, random.Next(2) == 0)), views);
        var json = await JoinAsync(fixture, await fixture.FrameAsync(Json(cells), "ndjson"), views);

        Assert.Equal(json, csv);
    }

    [Fact]
    public async Task JoinAsync_QuotedEmptyTextKey_FindsTheEntityOfThatName()
    {
        using var fixture = new JoinFixture();
        var view = await ViewOfAsync(fixture, 0);

        await fixture.JoinAsync(await fixture.FrameAsync("k0,t\n\"\",2020-01-01\n,2020-01-01\na,2020-01-01\n"), view);

        Assert.Equal([Value.Of(0L), Value.Null, Value.Of(1L)], await fixture.ReadLastColumnAsync());
        Assert.Equal([Value.Of(string.Empty), Value.Null, Value.Of("a")], (await fixture.ReadOutputAsync()).Select(static row => row[0]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task JoinAsync_KeyThatIsNoTextQuotedAndEmptyThroughout_IsNull(int key)
    {
        using var fixture = new JoinFixture();
        var (view, snapshot) = await ViewOfAsync(fixture, key);

        var result = await fixture.JoinAsync(await fixture.FrameAsync($"k{key},t\n\"\",2020-01-01\n\"\",2020-01-01\n"), (view, snapshot));

        Assert.Equal((2, 0), (result.Rows, result.Matched[0]));
        Assert.All(await fixture.ReadOutputAsync(), static row => Assert.Equal((Value.Null, Value.Null), (row[0], row[^1])));
    }

    [Fact]
    public async Task JoinAsync_QuotedEmptyTime_IsRefusedWithItsRow()
    {
        using var fixture = new JoinFixture();
        var frame = await fixture.FrameAsync("k0,t\na,2020-01-01\na,\"\"\n");

        var refused = await Assert.ThrowsAsync<FeatureStoreException>(() => fixture.JoinAsync(frame));

        Assert.Contains("in row 2, column 't', the value '' is no timestamp", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JoinAsync_OneColumnAsKeyOfTextAndOfNumbers_IsEmptyForTheOneAndNullForTheOther()
    {
        using var fixture = new JoinFixture();
        var texts = await ViewOfAsync(fixture, 0);
        var numbers = await ViewOfAsync(fixture, 1);
        var request = fixture.Request(await fixture.FrameAsync("k0,t\n\"\",2020-01-01\n5,2020-01-01\n"));

        await fixture.JoinAsync(request with
        {
            Views = [new TrainingJoinView(texts.View, texts.Snapshot, [(0, "text")], ["k0"]), new TrainingJoinView(numbers.View, numbers.Snapshot, [(0, "number")], ["k0"])],
        });

        Assert.Equal([(Value.Of(0L), Value.Null), (Value.Null, Value.Of(1L))], (await fixture.ReadOutputAsync()).Select(static row => (row[^2], row[^1])));
    }

    [Fact]
    public async Task GetFrameColumnsAsync_NumbersAndTimesBesideQuotedEmptyFields_KeepTheirTypes()
    {
        using var fixture = new JoinFixture();

        var columns = await fixture.ColumnsAsync(await fixture.FrameAsync("i,d,b,s\n\"1\",\"1.5\",\"true\",\"x\"\n\"\",\"\",\"\",\"\"\n"));

        Assert.Equal(["i int64", "d double", "b bool", "s string"], columns.Select(static column => $"{column.Name} {column.Type}"));
    }

    /// <summary>A view keyed by the column of that number, with a row for each of two keys whose feature says which.</summary>
    private static async Task<(FeatureView View, OfflineSnapshot Snapshot)> ViewOfAsync(JoinFixture fixture, int key)
    {
        var view = TestStore.View([KeyTypes[key]], [JoinFixture.Int64]);
        view = view with { Name = $"by k{key}", Entities = [view.Entities[0] with { JoinKey = $"k{key}" }] };
        Value[] keys = key switch
        {
            0 => [Value.Of(string.Empty), Value.Of("a")],
            1 => [Value.Of(0L), Value.Of(5L)],
            2 => [Value.Of(0.0), Value.Of(2.5)],
            3 => [Value.Of(false), Value.Of(true)],
            _ => [Value.Of(new Instant(0)), Value.Of(new Instant(1_000_000))],
        };
        return (view, await fixture.WriteAsync(view, [.. keys.Select(static (value, i) => new FeatureRow([value], new Instant(0), new Instant(0), i, [Value.Of((long)i)]))]));
    }

    private static async Task<List<Value[]>> JoinAsync(JoinFixture fixture, string frame, List<(FeatureView View, OfflineSnapshot Snapshot)> views)
    {
        var request = fixture.Request(frame);
        await fixture.JoinAsync(request with
        {
            Views = [.. views.Select(static (view, i) => new TrainingJoinView(view.View, view.Snapshot, [(0, $"f{i}")], [$"k{i}"]))],
        });
        return await fixture.ReadOutputAsync();
    }

    /// <summary>A value of the column, as JSON and CSV both write it; null, or text of no characters, in a third of the cells each.</summary>
    private static string? Cell(Random random, string column) => (column, random.Next(3)) switch
    {
        ("t", var day) => string.Create(CultureInfo.InvariantCulture, $"2020-01-{day + 1:00}T00:00:00Z"),
        (_, 0) => null,
        (_, 1) => string.Empty,
        ("k1" or "count", _) => random.Next(2) == 0 ? "5" : "7",
        ("k2", _) => "2.5",
        ("k3", _) => "true",
        ("k4", _) => "1970-01-01T00:00:01Z",
        _ => random.Next(2) == 0 ? "a" : "b",
    };

    private static string Csv(List<string?[]> rows, bool quotesAll)
    {
        var text = new StringBuilder(string.Join(',', Columns)).Append('\n');
        foreach (var row in rows)
        {
            text.AppendJoin(',', row.Select(cell => cell is null ? string.Empty : quotesAll || cell.Length == 0 ? $"\"{cell}\"" : cell)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The same rows; where no text is wanted, there is null for an empty text, and a number is one.</summary>
    private static string Json(List<string?[]> rows) => string.Concat(rows.Select(static row => JsonSerializer.Serialize(
        Columns.Zip(row).ToDictionary(static cell => cell.First, static cell => Typed(cell.First, cell.Second))) + "\n"));

    private static object? Typed(string column, string? cell) => (column, cell) switch
    {
        ("k0" or "note", _) => cell,
        (_, null or "") => null,
        ("k1" or "count", _) => long.Parse(cell, CultureInfo.InvariantCulture),
        ("k2", _) => double.Parse(cell, CultureInfo.InvariantCulture),
        ("k3", _) => true,
        _ => cell,
    };
}
