using Catalog.Core.Values;
using Conformance;
using Conformance.Offline;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Selection;

namespace FeatureStore.Tests.Serving;

public sealed class ServedVersionsTests
{
    private static readonly FeatureView First = Views.View("stats", [Views.Entity("id")], Views.Feature("a", ScalarType.Int64), Views.Feature("b", ScalarType.Int64));
    private static readonly FeatureView Second = First with { Version = 2, Features = [Views.Feature("a", ScalarType.Int64), Views.Feature("b", ScalarType.String), Views.Feature("c", ScalarType.Int64)] };

    private readonly ManualClock _clock = new();
    private readonly FakeFeatureRegistry _registry = new(First);
    private readonly InMemoryComputedVersions _computed = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Find_NothingComputed_IsTheNewest()
    {
        _registry.Apply(Second);
        var served = await RefreshedAsync();

        Assert.Same(Second, served.Find("stats"));
        Assert.Empty(served.Replacing);
        Assert.Equal([Second], served.Uncomputed);
        Assert.Null(served.Find("none"));
    }

    [Fact]
    public async Task Find_EarlierComputed_AnswersWhatBothHaveAlike()
    {
        await _computed.MarkAsync(First.Id, default, Token);
        _registry.Apply(Second);
        var served = await RefreshedAsync();

        Assert.Same(First, served.Find("stats", ["a"]));
        Assert.Same(Second, served.Find("stats", ["a", "c"])); // Only the newest has it.
        Assert.Same(Second, served.Find("stats", ["b"])); // Of another type before.
        Assert.Same(Second, served.Find("stats"));
    }

    [Fact]
    public async Task Find_EarlierOfOtherJoinKeys_IsTheNewest()
    {
        await _computed.MarkAsync(First.Id, default, Token);
        _registry.Apply(Second with { Entities = [Views.Entity("other")] });

        Assert.Equal(2, (await RefreshedAsync()).Find("stats", ["a"])!.Version);
    }

    [Fact]
    public async Task Find_SeveralEarlier_IsTheLastThatWasComputed()
    {
        await _computed.MarkAsync(First.Id, default, Token);
        _registry.Apply(Second);
        _registry.Apply(Second with { Version = 3 });

        Assert.Same(First, (await RefreshedAsync()).Find("stats", ["a"]));
    }

    [Fact]
    public async Task RefreshAsync_AnotherProcessMarksTheVersion_IsSeenWithinASecond()
    {
        await _computed.MarkAsync(First.Id, default, Token);
        _registry.Apply(Second);
        var served = await RefreshedAsync();
        var stamp = served.Stamp;
        await _computed.MarkAsync(Second.Id, default, Token);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await served.RefreshAsync(Token);

        Assert.Same(Second, served.Find("stats", ["a"]));
        Assert.NotEqual(stamp, served.Stamp);
    }

    [Fact]
    public async Task MarkAsync_TheNewest_AnswersAtOnce()
    {
        await _computed.MarkAsync(First.Id, default, Token);
        _registry.Apply(Second);
        var served = await RefreshedAsync();
        await served.MarkAsync(Second.Id, Token);

        Assert.Same(Second, served.Find("stats", ["a"]));
        Assert.Empty(served.Uncomputed);
    }

    [Fact]
    public async Task RefreshAsync_CatalogueAway_KeepsWhatWasKnown()
    {
        await _computed.MarkAsync(First.Id, default, Token);
        _registry.Apply(Second);
        var flaky = new FlakyVersions(_computed);
        var served = new ServedVersions(_registry, flaky, _clock);
        flaky.IsAway = true;
        await Assert.ThrowsAsync<FeatureStoreException>(async () => await served.RefreshAsync(Token));

        flaky.IsAway = false;
        await served.RefreshAsync(Token);
        flaky.IsAway = true;
        _clock.Advance(TimeSpan.FromSeconds(5));
        await served.RefreshAsync(Token);
        Assert.Same(First, served.Find("stats", ["a"]));
    }

    private async Task<ServedVersions> RefreshedAsync()
    {
        var served = new ServedVersions(_registry, _computed, _clock);
        await served.RefreshAsync(Token);
        return served;
    }

    private sealed class FlakyVersions(IComputedVersions inner) : IComputedVersions
    {
        internal bool IsAway { get; set; }

        public Task<IReadOnlyList<FeatureViewId>> ListAsync(CancellationToken cancellationToken)
            => IsAway ? throw new FeatureStoreException(FeatureStoreErrorCode.OnlineStoreUnavailable, "It is away.") : inner.ListAsync(cancellationToken);

        public Task MarkAsync(FeatureViewId view, Instant at, CancellationToken cancellationToken) => inner.MarkAsync(view, at, cancellationToken);
    }
}
