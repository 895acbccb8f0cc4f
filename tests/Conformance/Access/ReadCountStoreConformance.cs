using Catalog.Core.Values;
using FeatureStore.Access;
using FeatureStore.Ports;

namespace Conformance.Access;

/// <summary>What every store of counted reads does. Tests use names of their own.</summary>
public abstract class ReadCountStoreConformance : IAsyncLifetime
{
    private static readonly Instant Noon = Instant.From(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));

    private readonly string _run = Guid.CreateVersion7().ToString("N");

    private IConsumerStore _consumers = null!; // Opened before every test.
    private IReadCountStore _store = null!; // The same.

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Opens the stores of this test.</summary>
    protected abstract ValueTask<(IConsumerStore Consumers, IReadCountStore Counts)> OpenAsync();

    public virtual async ValueTask InitializeAsync()
    {
        (_consumers, _store) = await OpenAsync();
        foreach (var name in (string[])["b", "a"])
        {
            await _consumers.TryAddAsync(new Consumer { Name = Name(name), Owner = "growth", CreatedAt = Noon }, Token);
        }
    }

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task AddAsync_SeveralTimes_AddsUpAndKeepsTheLaterTime()
    {
        await _store.AddAsync([Count("a", "churn", 2, 1, 30, minute: 5), Count("a", null, 1, 0, 1, minute: 1)], Token);
        await _store.AddAsync([Count("a", "churn", 3, 0, 3_000_000_000, minute: 2)], Token);
        await _store.AddAsync([Count("a", null, 0, 4, 0, minute: 9)], Token);

        Assert.Equal([Count("a", null, 1, 4, 1, minute: 9), Count("a", "churn", 5, 1, 3_000_000_030, minute: 5)], await _store.ListAsync(Name("a"), Token));
    }

    [Fact]
    public async Task ListAsync_All_AreInOrdinalOrder()
    {
        await _store.AddAsync([Count("b", "x", 1), Count("a", "b_", 1), Count("a", "b-", 1), Count("a", null, 1), Count("a", "B", 1)], Token);

        var all = (await _store.ListAsync(null, Token)).Where(count => count.Consumer.StartsWith(_run, StringComparison.Ordinal));
        Assert.Equal([("a", null), ("a", "B"), ("a", "b-"), ("a", "b_"), ("b", "x")], all.Select(count => (count.Consumer[(_run.Length + 1)..], count.FeatureService)));
        Assert.Empty(await _store.ListAsync(Name("c"), Token));
    }

    [Fact]
    public async Task AddAsync_ConsumerThatIsGone_CountsTheOthers()
    {
        await _store.AddAsync([Count("a", "churn", 1)], Token);
        await _consumers.TryRemoveAsync(Name("a"), Token);

        await _store.AddAsync([Count("a", "churn", 1), Count("b", "churn", 1)], Token);

        Assert.Empty(await _store.ListAsync(Name("a"), Token));
        Assert.Single(await _store.ListAsync(Name("b"), Token));
    }

    [Fact]
    public async Task AddAsync_AtOnce_LosesNothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => Task.Run(() => _store.AddAsync([Count("a", "churn", 1, 1, 10, minute: i), Count("b", $"s{i}", 1)], Token), Token)));

        Assert.Equal([Count("a", "churn", 10, 10, 100, minute: 9)], await _store.ListAsync(Name("a"), Token));
        Assert.Equal(10, (await _store.ListAsync(Name("b"), Token)).Count);
    }

    private string Name(string name) => $"{_run}-{name}";

    private ReadCount Count(string consumer, string? service, long lookups, long refused = 0, long entities = 0, int minute = 0) => new()
    {
        Consumer = Name(consumer), FeatureService = service, Lookups = lookups, Refused = refused, Entities = entities, LastAt = Noon + TimeSpan.FromMinutes(minute),
    };
}
