using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using Xunit;

namespace Conformance.Offline;

/// <summary>What every record of computed versions promises.</summary>
public abstract class ComputedVersionsConformance
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>An empty record.</summary>
    protected abstract Task<IComputedVersions> CreateAsync();

    [Fact]
    public async Task ListAsync_Nothing_IsEmpty() => Assert.Empty(await (await CreateAsync()).ListAsync(Token));

    [Fact]
    public async Task MarkAsync_SeveralVersions_AreListedEach()
    {
        var versions = await CreateAsync();
        await versions.MarkAsync(new FeatureViewId("a", 1), new Instant(1), Token);
        await versions.MarkAsync(new FeatureViewId("a", 2), new Instant(2), Token);
        await versions.MarkAsync(new FeatureViewId("A", 2), new Instant(3), Token);

        Assert.Equal(
            [new FeatureViewId("A", 2), new FeatureViewId("a", 1), new FeatureViewId("a", 2)],
            (await versions.ListAsync(Token)).OrderBy(static view => view.Name, StringComparer.Ordinal).ThenBy(static view => view.Version));
    }

    [Fact]
    public async Task MarkAsync_ManyAtOnceAndAgain_IsListedOnce()
    {
        var versions = await CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => versions.MarkAsync(new FeatureViewId("a", 1 + (i % 2)), new Instant(i), Token)));

        Assert.Equal([1, 2], (await versions.ListAsync(Token)).Select(static view => view.Version).Order());
    }
}
