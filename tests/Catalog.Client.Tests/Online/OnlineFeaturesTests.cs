using Catalog.Client.Tests.Testing;
using static Catalog.Client.Tests.Testing.CatalogServer;

namespace Catalog.Client.Tests.Online;

public sealed class OnlineFeaturesTests(CatalogServer server) : ClientTest(server)
{
    [Fact]
    public async Task PushedRow_ReadBackOnline_EqualsTheTrainingRow()
    {
        var bought = Second.AddMinutes(1);
        await Client.PushAsync(
            "purchases",
            [new
            {
                CustomerId = 701, Branch = "west", BoughtAt = bought, Product = "ü\n\"", Pieces = int.MinValue, Points = long.MaxValue, Amount = 1e-300, Weight = 0.3f, Paid = true,
                Receipt = new byte[] { 1, 2, 3 }, DeliveredAt = bought, Tags = new[] { null, "" }, Prices = new double?[] { double.NaN, double.NegativeInfinity, null, 0.1 },
            }],
            null,
            Token);
        await Client.FlushAsync("purchase", Token);

        var online = await Client.GetOnlineFeaturesAsync<PurchaseRow>(PurchaseRow.Features, [new { CustomerId = 701 }, new { CustomerId = 702 }], cancellationToken: Token);
        var trained = await ReadAsync<PurchaseRow>(
            [new { CustomerId = 701, EventTimestamp = DateTimeOffset.UtcNow }, new { CustomerId = 702, EventTimestamp = Now }], PurchaseRow.Features);

        Assert.Equal(Text(trained), Text(online));
        Assert.Equal(
            (701L, int.MinValue, long.MaxValue, 1e-300, 0.3f, bought), (online[0].CustomerId, online[0].Pieces, online[0].Points, online[0].Amount, online[0].Weight, online[0].DeliveredAt));
    }

    [Fact]
    public async Task Columns_HaveValuesStatusesAndTimes()
    {
        var online = await Client.GetOnlineFeaturesAsync(["purchase:points", "purchase:product"], [new { CustomerId = 1 }, new { CustomerId = 2 }, new { CustomerId = 700 }], true, Token);

        Assert.Equal(["customer_id", "purchase__points", "purchase__product"], online.Columns.Select(column => column.Name));
        Assert.Equal([-(1L << 62), null, null], online["purchase__points"].Values);
        Assert.Equal([OnlineStatus.Present, OnlineStatus.NullValue, OnlineStatus.NotFound], online["purchase__points"].Statuses);
        Assert.Equal([Second, Second, null], online["purchase__points"].EventTimestamps);
        Assert.All(online["customer_id"].EventTimestamps, time => Assert.Null(time));
        Assert.Equal((3, null, ""), (online.Count, online.StaleAsOf, online.ToRows()[0]["purchase__product"]));
        Assert.Throws<KeyNotFoundException>(() => online["points"]);
    }

    [Fact]
    public async Task CompositeKeys_Services_AndRequestValues_AreTaken()
    {
        var branches = await Client.GetOnlineFeaturesAsync(
            ["branch_purchase:branch_product"], [new { CustomerId = 3, Branch = "south" }, new { CustomerId = 3, Branch = "north" }, new { CustomerId = 3, Branch = "nowhere" }], cancellationToken: Token);
        var service = await Client.GetOnlineFeaturesAsync("shop_v1", [new Dictionary<string, object?> { ["customer_id"] = 1L }], cancellationToken: Token);
        var computed = await Client.GetOnlineFeaturesAsync<Share>(["basket:basket_share"], [new { CustomerId = 1, BasketAmount = 1.3 }], cancellationToken: Token);

        Assert.Equal(["date", "fig", null], branches["branch_product"].Values);
        Assert.Equal(["", "plum, \"dried\"\nand salted"], Assert.IsType<object?[]>(service["last_products"].Values[0]));
        Assert.Equal(0.5, computed[0].BasketShare!.Value, 6);
    }

    [Fact]
    public async Task Failures_HaveTheirCode_AndNameWhatDoesNotFit()
    {
        var unknown = await FailAsync(() => Client.GetOnlineFeaturesAsync(["purchase:nothing"], [new { CustomerId = 1 }], cancellationToken: Token));
        var wide = await FailAsync(() => Client.GetOnlineFeaturesAsync<SmallPoints>(["purchase:points"], [new { CustomerId = 3 }, new { CustomerId = 1 }], cancellationToken: Token));
        var missing = await FailAsync(() => Client.GetOnlineFeaturesAsync<SmallPoints>(["purchase:points"], [new { CustomerId = 3 }, new { CustomerId = 700 }], cancellationToken: Token));
        var uneven = await Assert.ThrowsAsync<ArgumentException>(
            () => Client.GetOnlineFeaturesAsync(["purchase:points"], [new { CustomerId = 1 }, new { Customer = 1 }], cancellationToken: Token));
        var none = await Assert.ThrowsAsync<ArgumentException>(() => Client.GetOnlineFeaturesAsync(["purchase:points"], [], cancellationToken: Token));

        Assert.Equal(("feature-not-found", CatalogErrorKind.NotFound), (unknown.Code, unknown.Kind));
        Assert.Contains($"the column 'points' holds {-(1L << 62)} in row 2, but the parameter 'Points' is 'int'", wide.Message, StringComparison.Ordinal);
        Assert.Contains("the column 'points' is null in row 2, but the parameter 'Points' is 'int'. Make it 'int?'.", missing.Message, StringComparison.Ordinal);
        Assert.Contains("Row 2 of the entities has the columns customer, the first row has customer_id", uneven.Message, StringComparison.Ordinal);
        Assert.Contains("no entities", none.Message, StringComparison.Ordinal);
    }

    private sealed record Share(double? BasketShare);

    private sealed record SmallPoints(int Points);
}
