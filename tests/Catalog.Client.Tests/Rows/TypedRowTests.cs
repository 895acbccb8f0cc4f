using System.Text.Json.Serialization;
using Catalog.Client.Tests.Testing;
using static Catalog.Client.Tests.Testing.CatalogServer;

namespace Catalog.Client.Tests.Rows;

public sealed class TypedRowTests(CatalogServer server) : ClientTest(server)
{
    private static readonly PurchaseRow AtFirst = new(
        1, "plum, \"dried\"\nand salted", 1, Beyond53Bits, 0.1, 0.1f, true, [0, 255], First.AddMicroseconds(123456), ["a", null, "", "ü\"x"], [0.1, null, 1e300]);

    private static readonly PurchaseRow AtSecond = new(1, "", -7, -(1L << 62), 2.5, 3.5f, false, [], Second, [], []);

    [Fact]
    public async Task Rows_OfEveryType_ComeBackExactly()
    {
        object[] entities =
        [
            new { CustomerId = 1, EventTimestamp = First },
            new { CustomerId = 1, EventTimestamp = Now },
            new { CustomerId = 2, EventTimestamp = Now },
            new { CustomerId = long.MaxValue, EventTimestamp = Now },
            new { CustomerId = 1, EventTimestamp = First.AddMicroseconds(-1) },
        ];

        var rows = await ReadAsync<PurchaseRow>(entities, PurchaseRow.Features);

        var nothing = new PurchaseRow(null, null, null, null, null, null, null, null, null, null, null);
        Assert.Equal(
            Text(new[] { AtFirst, AtSecond, nothing with { CustomerId = 2 }, nothing with { CustomerId = long.MaxValue }, nothing with { CustomerId = 1 } }),
            Text(rows));
    }

    [Fact]
    public async Task Rows_WithoutType_HaveTheTypesOfTheirColumns()
    {
        var row = Assert.Single(await ReadAsync([new { CustomerId = 1, EventTimestamp = First }], PurchaseRow.Features));

        Assert.Equal(
            ["int64", "timestamp", "string", "int32", "int64", "double", "float", "bool", "bytes", "timestamp", "list<string>", "list<double>"],
            row.Columns.Select(column => column.Type));
        Assert.Equal(row.Columns.Select(column => column.ValueType), row.Values.Select(value => value!.GetType()));
        Assert.Equal((Beyond53Bits, First, 0.1f), (row["points"], row["event_timestamp"], row.Get<float>("weight")));
        Assert.Equal((1L, (decimal)Beyond53Bits, First.UtcDateTime), (row.Get<long?>("pieces"), row.Get<decimal>("points"), row.Get<DateTime>("event_timestamp")));
        Assert.Equal([0.1, null, 1e300], row.Get<List<double?>>("prices")!);
        Assert.Contains("the columns are 'customer_id'", Assert.Throws<KeyNotFoundException>(() => row["Points"]).Message, StringComparison.Ordinal);
        Assert.Equal("row-does-not-fit", Assert.Throws<CatalogException>(() => row.Get<int>("points")).Code);
    }

    [Fact]
    public async Task Rows_OfAnAnswer_CanBeSentAgain()
    {
        var first = await ReadAsync([new { CustomerId = 3, EventTimestamp = Now, Note = "again" }], ["purchase:points"]);

        var second = await ReadAsync(first, ["purchase:product"]);

        Assert.Equal(["customer_id", "event_timestamp", "note", "points", "product"], second[0].Columns.Select(column => column.Name));
        Assert.Equal(("again", 6L, "date"), (second[0]["note"], second[0]["points"], second[0]["product"]));
    }

    [Fact]
    public async Task FrameColumns_OfEveryKind_KeepTheirType()
    {
        object[] entities =
        [
            new
            {
                CustomerId = (long?)3, EventTimestamp = Now, Whole = 2.0, Small = (byte)7, Money = 1.10m, Text = "007", Flag = (bool?)true, Numbers = new[] { 1, 2 }, Huge = long.MinValue,
                Id = Guid.Empty, Day = new DateOnly(2020, 1, 2), Kind = DayOfWeek.Monday,
            },
        ];

        var row = Assert.Single(await ReadAsync(entities, ["purchase:points"]));

        Assert.Equal((2.0, 7L, 1.1, "007"), (row["whole"], row["small"], row["money"], row["text"]));
        Assert.Equal((true, long.MinValue, "Monday"), (row["flag"], row["huge"], row["kind"]));
        Assert.Equal([1, 2], row.Get<List<long?>>("numbers")!);
    }

    [Fact]
    public async Task Times_OfAnyKind_AreTheSameInstant()
    {
        object[] entities =
        [
            new { CustomerId = 1, EventTimestamp = First.ToOffset(TimeSpan.FromHours(-7)) },
            new { CustomerId = 1, EventTimestamp = First.UtcDateTime },
            new { CustomerId = 1, EventTimestamp = First.LocalDateTime },
            new { CustomerId = 1, EventTimestamp = DateTime.SpecifyKind(First.UtcDateTime, DateTimeKind.Unspecified) },
        ];

        var rows = await ReadAsync(entities, ["purchase:points"]);

        Assert.All(rows, row => Assert.Equal((First, Beyond53Bits), (row["event_timestamp"], row["points"])));
    }

    [Fact]
    public async Task CompositeKeys_AndDuplicates_KeepEveryRow()
    {
        var entities = Enumerable.Range(0, 200).Select(i => new { CustomerId = 3, Branch = new[] { "south", "north", "nowhere" }[i % 3], EventTimestamp = Now, Number = i });

        var rows = await ReadAsync<BranchRow>(entities, ["branch_purchase:branch_product", "branch_purchase:branch_amount"]);

        Assert.Equal(Enumerable.Range(0, 200).Select(i => new BranchRow
        {
            Number = i, Name = new[] { "south", "north", "nowhere" }[i % 3], BranchProduct = new[] { "date", "fig", null }[i % 3], BranchAmount = new double?[] { 8.0, 4.0, null }[i % 3],
        }), rows);
    }

    [Theory]
    [InlineData(typeof(IntPoints), "the column 'points' has the type int64, but the parameter 'Points' is 'int?', which does not hold every such value. Make it 'long?'.")]
    [InlineData(typeof(NoNull), "the column 'points' is null in row 2, but the parameter 'Points' is 'long'. Make it 'long?'.")]
    [InlineData(typeof(NoNullText), "the column 'product' is null in row 2, but the property 'Product' is 'string'. Make it 'string?'.")]
    [InlineData(typeof(NoNullItem), "the column 'tags' holds a list with a null in row 1, but the parameter 'Tags' is 'List<int>'.")]
    [InlineData(typeof(Misspelt), "there is no column for the parameter 'Pionts'; the columns are 'customer_id', 'event_timestamp', 'product', 'points', 'tags', 'prices'.")]
    [InlineData(typeof(TwoWays), "'TwoWays' cannot be made: it needs a public constructor without parameters")]
    public async Task Rows_ThatDoNotFit_SayWhichColumnAndProperty(Type type, string words)
    {
        object[] entities = [new { CustomerId = 1, EventTimestamp = First }, new { CustomerId = 2, EventTimestamp = Now }];
        await using var job = await Client.GetHistoricalFeaturesAsync(entities, ["purchase:product", "purchase:points", "purchase:tags", "purchase:prices"], null, Token);
        var read = (Task)typeof(TypedRowTests).GetMethod(nameof(ReadAllAsync), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!
            .MakeGenericMethod(type).Invoke(null, [job])!;

        var failure = await FailAsync(() => read);

        Assert.Equal(("row-does-not-fit", CatalogErrorKind.RowDoesNotFit), (failure.Code, failure.Kind));
        Assert.Contains($"as '{type.Name}' failed", failure.Message, StringComparison.Ordinal);
        if (type == typeof(NoNullItem))
        {
            // A list of text is no list of numbers, whatever is in it.
            Assert.Contains("the column 'tags' has the type list<string>", failure.Message, StringComparison.Ordinal);
            return;
        }

        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListsWithNulls_NeedNullableItems()
    {
        object[] entities = [new { CustomerId = 1, EventTimestamp = First }];

        var failure = await FailAsync(() => ReadAsync<PlainPrices>(entities, ["purchase:prices"]));

        Assert.Contains("the column 'prices' holds a list with a null in row 1, but the parameter 'Prices' is 'double[]'. Make its items nullable.", failure.Message, StringComparison.Ordinal);
    }

    private static async Task ReadAllAsync<T>(RetrievalJob job)
        where T : notnull
    {
        await foreach (var _ in job.ReadRowsAsync<T>(Token))
        {
        }
    }

    private sealed record BranchRow
    {
        public required decimal Number { get; init; }

        [JsonPropertyName("branch")]
        public required string Name { get; init; }

        public string? BranchProduct { get; set; }

        public double? BranchAmount { get; init; }

        [JsonIgnore]
        public string? Comment { get; set; }
    }

    private sealed record IntPoints(int? Points);

    private sealed record NoNull(long Points, string? Comment = "none");

    private sealed class NoNullText
    {
        public string Product { get; set; } = string.Empty;
    }

    private sealed record NoNullItem(List<int> Tags);

    private sealed record PlainPrices(double[] Prices);

    private sealed record Misspelt(long? Pionts);

    private sealed class TwoWays
    {
        public TwoWays(long points) => Points = points;

        public TwoWays(long points, string product)
            : this(points) => Product = product;

        public long Points { get; }

        public string? Product { get; }
    }
}
