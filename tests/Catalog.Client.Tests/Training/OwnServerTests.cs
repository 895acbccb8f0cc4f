using Catalog.Client.Tests.Testing;
using Catalog.Web.Composition;

namespace Catalog.Client.Tests.Training;

/// <summary>What needs a server that is set up otherwise, or is stopped.</summary>
public sealed class OwnServerTests : IDisposable
{
    private readonly TemporaryDirectory _data = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Frame_ThatIsTooLarge_IsRefusedWithTheServersWords()
    {
        await using var host = await StartAsync(("FeatureStore:TrainingSets:MaxFrameBytes", "100000"));
        using var client = new CatalogClient(host.Address);
        await client.ApplyAsync(CatalogServer.Definitions, cancellationToken: Token);
        var rows = Enumerable.Range(0, 100_000).Select(i => new { CustomerId = i, EventTimestamp = CatalogServer.Now, Filling = new string('x', 400) });

        var failure = await Assert.ThrowsAsync<CatalogException>(() => client.GetHistoricalFeaturesAsync(rows, ["purchase:points"], null, Token));

        Assert.NotEqual(CatalogClientCodes.Unreachable, failure.Code);
        Assert.InRange(failure.Status ?? 0, 400, 499);
        Assert.Contains("MaxFrameBytes", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_OverARestartOfTheServer_IsFollowedToItsEnd()
    {
        var host = await StartAsync();
        using var client = new CatalogClient(host.Address);
        await client.ApplyAsync(CatalogServer.Definitions, cancellationToken: Token);
        await client.PushAsync("purchases", [new { CustomerId = 1, BoughtAt = CatalogServer.Second, Points = 7 }], null, Token);
        await client.FlushAsync("purchase", Token);
        var rows = Enumerable.Range(0, 50_000).Select(i => new { CustomerId = 1, EventTimestamp = CatalogServer.Now, Number = i });
        await using var job = await client.GetHistoricalFeaturesAsync(rows, ["purchase:points"], null, Token);
        var waiting = job.ReadRowsAsync(Token).CountAsync(row => 7L.Equals(row["points"]), Token).AsTask();

        await host.DisposeAsync();
        await using var again = await StartAsync(("urls", host.Address.ToString()));

        Assert.Equal(50_000, await waiting);
    }

    public void Dispose() => _data.Dispose();

    private Task<IRunningCatalog> StartAsync(params (string Key, string Value)[] settings) => CatalogHost.StartAsync(
        settings.Append((Key: "Catalog:DataDirectory", Value: _data.Path)).ToDictionary(pair => pair.Key, pair => (string?)pair.Value), Token);
}
