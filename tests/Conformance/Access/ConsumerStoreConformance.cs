using Catalog.Core.Values;
using FeatureStore.Access;
using FeatureStore.Ports;

namespace Conformance.Access;

/// <summary>What every store of consumers does. Tests use names of their own.</summary>
public abstract class ConsumerStoreConformance : IAsyncLifetime
{
    private static readonly Instant Noon = Instant.From(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    private readonly string _run = Guid.CreateVersion7().ToString("N");

    private IConsumerStore? _store;

    protected IConsumerStore Store => _store ?? throw new InvalidOperationException("The store is not open yet.");

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the store of this test.</summary>
    protected abstract ValueTask<IConsumerStore> OpenAsync();

    public virtual async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task TryAddAsync_NewName_ComesBackAsWritten()
    {
        var consumer = Make("churn");

        Assert.True(await Store.TryAddAsync(consumer, Token));

        Assert.Equivalent(consumer, await Store.FindAsync(consumer.Name, Token), strict: true);
        Assert.Null(await Store.FindAsync($"{consumer.Name}x", Token));
    }

    [Fact]
    public async Task TryAddAsync_NameTaken_ChangesNothing()
    {
        await Store.TryAddAsync(Make("churn"), Token);

        Assert.False(await Store.TryAddAsync(Make("churn") with { Owner = "others" }, Token));

        Assert.Equal("growth", (await Store.FindAsync(Name("churn"), Token))?.Owner);
    }

    [Fact]
    public async Task ListAsync_Several_AreInOrdinalOrder()
    {
        foreach (var name in (string[])["b", "a_", "a-", "a.", "ab"])
        {
            await Store.TryAddAsync(Make(name), Token);
        }

        Assert.Equal(["a-", "a.", "a_", "ab", "b"], (await Store.ListAsync(Token)).Where(IsOwn).Select(consumer => consumer.Name[(_run.Length + 1)..]));
    }

    [Fact]
    public async Task TryChangeAsync_Known_ReplacesAllButWhenItWasRegistered()
    {
        await Store.TryAddAsync(Make("churn"), Token);

        Assert.True(await Store.TryChangeAsync(Make("churn") with { Owner = "sales", Purpose = null, FeatureServices = [], CreatedAt = Noon + TimeSpan.FromDays(1) }, Token));

        Assert.Equivalent(Make("churn") with { Owner = "sales", Purpose = null, FeatureServices = [] }, await Store.FindAsync(Name("churn"), Token), strict: true);
    }

    [Fact]
    public async Task TryChangeAsync_Unknown_AddsNothing()
    {
        Assert.False(await Store.TryChangeAsync(Make("churn"), Token));
        Assert.Null(await Store.FindAsync(Name("churn"), Token));
    }

    [Fact]
    public async Task TryAddKeyAsync_ConsumerUnknown_AddsNothing()
    {
        Assert.False(await Store.TryAddKeyAsync(Key("churn", 1), Token));
        Assert.Empty(await Store.ListKeysAsync(Name("churn"), Token));
    }

    [Fact]
    public async Task ListKeysAsync_OfOneAndOfAll_AreInTheOrderInWhichTheyWereMade()
    {
        await Store.TryAddAsync(Make("churn"), Token);
        await Store.TryAddAsync(Make("other"), Token);
        var (late, early, foreign) = (Key("churn", 2) with { ExpiresAt = Noon + TimeSpan.FromDays(9) }, Key("churn", 1), Key("other", 3));
        foreach (var key in (ConsumerKey[])[late, early, foreign])
        {
            Assert.True(await Store.TryAddKeyAsync(key, Token));
        }

        Assert.Equal([early, late], await Store.ListKeysAsync(Name("churn"), Token));
        Assert.Equal([early, late, foreign], (await Store.ListKeysAsync(null, Token)).Where(key => key.Consumer.StartsWith(_run, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task RevokeKeyAsync_Twice_KeepsTheFirstTime()
    {
        await Store.TryAddAsync(Make("churn"), Token);
        var key = Key("churn", 1);
        await Store.TryAddKeyAsync(key, Token);

        Assert.Equal(key with { RevokedAt = Noon }, await Store.RevokeKeyAsync(key.Consumer, key.Id, Noon, Token));
        Assert.Equal(key with { RevokedAt = Noon }, await Store.RevokeKeyAsync(key.Consumer, key.Id, Noon + TimeSpan.FromHours(1), Token));
        Assert.Equal([key with { RevokedAt = Noon }], await Store.ListKeysAsync(key.Consumer, Token));
    }

    [Fact]
    public async Task RevokeKeyAsync_KeyOfAnother_RevokesNothing()
    {
        await Store.TryAddAsync(Make("churn"), Token);
        var key = Key("churn", 1);
        await Store.TryAddKeyAsync(key, Token);

        Assert.Null(await Store.RevokeKeyAsync(Name("other"), key.Id, Noon, Token));
        Assert.Null(await Store.RevokeKeyAsync(key.Consumer, Guid.CreateVersion7(), Noon, Token));
        Assert.Equal([key], await Store.ListKeysAsync(key.Consumer, Token));
    }

    [Fact]
    public async Task MarkUsedAsync_EarlierUseAfterLater_StaysTheLater()
    {
        await Store.TryAddAsync(Make("churn"), Token);
        var key = Key("churn", 1);
        await Store.TryAddKeyAsync(key, Token);

        await Store.MarkUsedAsync(key.Id, Noon + TimeSpan.FromMinutes(2), Token);
        await Store.MarkUsedAsync(key.Id, Noon + TimeSpan.FromMinutes(1), Token);
        await Store.MarkUsedAsync(Guid.CreateVersion7(), Noon, Token);

        Assert.Equal(Noon + TimeSpan.FromMinutes(2), Assert.Single(await Store.ListKeysAsync(key.Consumer, Token)).LastUsedAt);
    }

    [Fact]
    public async Task TryRemoveAsync_WithKeys_RemovesThemToo()
    {
        await Store.TryAddAsync(Make("churn"), Token);
        await Store.TryAddKeyAsync(Key("churn", 1), Token);

        Assert.True(await Store.TryRemoveAsync(Name("churn"), Token));

        Assert.False(await Store.TryRemoveAsync(Name("churn"), Token));
        Assert.Null(await Store.FindAsync(Name("churn"), Token));
        Assert.Empty(await Store.ListKeysAsync(Name("churn"), Token));
    }

    private bool IsOwn(Consumer consumer) => consumer.Name.StartsWith(_run, StringComparison.Ordinal);

    private string Name(string name) => $"{_run}-{name}";

    private Consumer Make(string name) => new() { Name = Name(name), Owner = "growth", Purpose = "scores churn", FeatureServices = ["a", "b"], CreatedAt = Noon };

    private ConsumerKey Key(string consumer, int minute) => new()
    {
        Id = Guid.CreateVersion7(),
        Consumer = Name(consumer),
        Prefix = "cat_abcdef",
        Digest = KeyText.DigestOf(KeyText.Make()),
        CreatedAt = Noon + TimeSpan.FromMinutes(minute),
    };
}
