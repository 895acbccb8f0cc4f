using Catalog.Client.Tests.Testing;
using static Catalog.Client.Tests.Testing.CatalogServer;

namespace Catalog.Client.Tests.Erasing;

public sealed class ErasureTests(CatalogServer server) : ClientTest(server)
{
    [Fact]
    public async Task EraseAsync_Entity_IsGoneAndTheReceiptTellsWhere()
    {
        await Client.PushAsync("purchases", [new { CustomerId = 901, BoughtAt = Second, Amount = 5.0 }, new { CustomerId = 902, BoughtAt = Second, Amount = 6.0 }], null, Token);
        await Client.FlushAsync("purchase", Token);
        var key = new Dictionary<string, object> { ["customer_id"] = 901 };

        var preview = await Client.PreviewErasureAsync(key, Token);
        var erasure = await Client.EraseAsync(key, reason: "asked", cancellationToken: Token);

        Assert.Contains(preview, static place => place is { Kind: "online", Count: 1 });
        Assert.Equal(("completed", "asked", false), (erasure.State, erasure.Reason, erasure.Forever));
        Assert.NotNull(erasure.RequestedBy);
        Assert.NotNull(erasure.Through);
        Assert.Contains(erasure.Places, static place => place is { Kind: "online", Outcome: "erased", Count: 1 });
        Assert.Contains(erasure.Places, static place => place is { Kind: "offlineFile", Outcome: "erased", Sha256: not null });
        Assert.Contains(erasure.Places, static place => place is { Kind: "eventLog", Outcome: "kept", Count: 1 });
        Assert.All(erasure.Places.Where(static place => place.Kind is "lookupLog" or "statistics" or "backups"), static place => Assert.Null(place.Count));
        Assert.Empty(await Client.PreviewErasureAsync(key, Token));
        Assert.NotEmpty(await Client.PreviewErasureAsync(new Dictionary<string, object> { ["customer_id"] = 902 }, Token));
        var online = await Client.GetOnlineFeaturesAsync(["purchase:amount"], [new { CustomerId = 901 }, new { CustomerId = 902 }], cancellationToken: Token);
        Assert.Equal([OnlineStatus.NotFound, OnlineStatus.Present], online["amount"].Statuses);
    }

    [Fact]
    public async Task EraseAsync_Forever_KeepsLaterEventsOut()
    {
        var key = new Dictionary<string, object> { ["customer_id"] = 903 };

        var erasure = await Client.EraseAsync(key, forever: true, cancellationToken: Token);
        await Client.PushAsync("purchases", [new { CustomerId = 903, BoughtAt = DateTimeOffset.UtcNow, Amount = 5.0 }, new { CustomerId = 904, BoughtAt = DateTimeOffset.UtcNow, Amount = 6.0 }], null, Token);
        await Client.FlushAsync("purchase", Token);

        Assert.Equal((true, null, null), (erasure.Forever, erasure.Through, erasure.Reason));
        Assert.Equal(erasure.Fingerprint, (await Client.EraseAsync(key, forever: true, cancellationToken: Token)).Fingerprint);
        var online = await Client.GetOnlineFeaturesAsync(["purchase:amount"], [new { CustomerId = 903 }, new { CustomerId = 904 }], cancellationToken: Token);
        Assert.Equal([OnlineStatus.NotFound, OnlineStatus.Present], online["amount"].Statuses);
    }

    [Fact]
    public async Task EraseAsync_JoinKeyOfNoEntity_IsRefused()
    {
        var refused = await Assert.ThrowsAsync<CatalogException>(() => Client.EraseAsync(new Dictionary<string, object> { ["nobody"] = 1 }, cancellationToken: Token));

        Assert.Equal((CatalogErrorKind.Refused, "invalid-request"), (refused.Kind, refused.Code));
    }
}
