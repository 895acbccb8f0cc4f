using Catalog.Client.Tests.Testing;
using static Catalog.Client.Tests.Testing.CatalogServer;

namespace Catalog.Client.Tests.Pushing;

public sealed class PushTests(CatalogServer server) : ClientTest(server)
{
    [Fact]
    public async Task Events_AreAcceptedRefusedAndWarnedOf()
    {
        object[] events =
        [
            new { CustomerId = 801, BoughtAt = Second, Colour = "red" },
            new { CustomerId = 801, BoughtAt = Second, Amount = -1.0 },
            new { CustomerId = (int?)null, BoughtAt = Second },
        ];

        var report = await Client.PushAsync("purchases", events, null, Token);

        Assert.Equal((3L, 1L, 2L, 1, 0), (report.Read, report.Accepted, report.Quarantined, report.Pieces, report.DuplicatePieces));
        Assert.Equal(1, report.ByRule["required:customer_id"]);
        Assert.Equal(2, report.ByRule.Count);
        Assert.NotEmpty(report.Warnings);
        Assert.NotNull(report.RunId);
    }

    [Fact]
    public async Task SameKey_Again_AppendsNothing()
    {
        var options = new PushOptions { IdempotencyKey = Guid.NewGuid().ToString() };
        object[] events = [new { CustomerId = 802, BoughtAt = Second }];

        await Client.PushAsync("purchases", events, options, Token);
        var again = await Client.PushAsync("purchases", events, options, Token);

        Assert.Equal((options.IdempotencyKey, 1, 1L), (again.IdempotencyKey, again.DuplicatePieces, again.Accepted));
    }

    [Fact]
    public async Task Answer_ThatGetsLost_CountsOnce()
    {
        await using var proxy = new CuttingProxy(Server.Address, 0);
        using var client = new CatalogClient(proxy.Address);

        var report = await client.PushAsync("purchases", [new { CustomerId = 803, BoughtAt = Second }], null, Token);

        Assert.Equal((1, 1, 1L), (proxy.Cuts, report.DuplicatePieces, report.Accepted));
    }

    [Fact]
    public async Task Events_OfManyPieces_AllArrive()
    {
        var filling = new string('x', 100_000);
        var events = Enumerable.Range(0, 200).Select(i => new { CustomerId = 804, BoughtAt = Second.AddSeconds(i), Product = filling, Points = i });
        var progress = new Seen<CatalogProgress>();

        var report = await Client.PushAsync("purchases", events, new PushOptions { Progress = progress }, Token);
        await Client.FlushAsync("purchase", Token);

        Assert.Equal((3, 200L), (report.Pieces, report.Accepted));
        Assert.Equal(3, progress.All.Count);
        Assert.Equal([199L], (await Client.GetOnlineFeaturesAsync(["purchase:points"], [new { CustomerId = 804 }], cancellationToken: Token))["points"].Values);
    }

    [Theory]
    [InlineData(PushTarget.Online, 5L, null)]
    [InlineData(PushTarget.Offline, null, 5L)]
    public async Task Push_ToOneStore_ReachesThatAlone(PushTarget target, long? online, long? offline)
    {
        var key = 810 + (int)target;
        object[] events = [new { CustomerId = key, Branch = "west", BoughtAt = Second, Points = 5 }, new { CustomerId = key, Branch = "west", BoughtAt = Second, Amount = -1.0 }, new { CustomerId = key, Branch = "west", BoughtAt = Second.AddDays(-1), Colour = "red" }];

        var report = await Client.PushAsync("purchases", events, new PushOptions { To = target }, Token);
        await Client.FlushAsync("purchase", Token);

        Assert.Equal((3L, 2L, 1L), (report.Read, report.Accepted, report.Quarantined));
        Assert.NotEmpty(report.Warnings);
        Assert.Equal([online], (await Client.GetOnlineFeaturesAsync(["purchase:points"], [new { CustomerId = key }], cancellationToken: Token))["points"].Values);
        Assert.Equal([offline], (await ReadAsync([new { CustomerId = key, Branch = "west", EventTimestamp = Now }], ["purchase:points"])).Select(row => row["points"]));
    }

    [Fact]
    public async Task Source_ThatIsNotThere_IsNotFound()
    {
        foreach (var target in new[] { PushTarget.OnlineAndOffline, PushTarget.Online })
        {
            var failure = await FailAsync(() => Client.PushAsync("nothing", [new { X = 1 }], new PushOptions { To = target }, Token));
            Assert.Equal(("source-not-found", CatalogErrorKind.NotFound), (failure.Code, failure.Kind));
        }
    }

    [Fact]
    public async Task Server_ThatIsNotThere_IsToldAtOnce()
    {
        using var client = new CatalogClient(TransportTests.NobodysAddress());

        var failure = await FailAsync(() => client.PushAsync("purchases", [new { CustomerId = 1 }], null, Token));

        Assert.Equal(("unreachable", false), (failure.Code, failure.IsTransient));
    }
}
