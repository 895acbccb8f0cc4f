using Catalog.Core.Values;
using Conformance;
using Conformance.Access;
using FeatureStore.Access;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Serving;
using FeatureStore.Tests.Serving;
using Microsoft.Extensions.Logging.Abstractions;

namespace FeatureStore.Tests.Access;

public sealed class ReadCountsTests : IAsyncLifetime
{
    private readonly TimerClock _clock = new();
    private readonly InMemoryConsumerStore _consumers = new();
    private readonly FlakyStore _store;
    private readonly ReadCounts _counts;

    public ReadCountsTests()
    {
        _store = new FlakyStore(new InMemoryReadCountStore(_consumers));
        _counts = new ReadCounts(_store, _clock, NullLogger<ReadCounts>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Consumer Churn => new() { Name = "churn", Owner = "growth", FeatureServices = ["trips"], CreatedAt = Instant.Now(_clock) };

    public async ValueTask InitializeAsync() => await _consumers.TryAddAsync(Churn, Token);

    public ValueTask DisposeAsync()
    {
        _counts.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Lookups_ThatAreAnsweredAndRefused_AreCountedByService()
    {
        await using var fixture = new ServingFixture();
        var none = new Dictionary<string, string>();
        fixture.Registry.Apply("trips", new FeatureProjection("driver_stats", ["trips"], null, none));
        fixture.Registry.Apply("weather", new FeatureProjection("world", [], null, none));
        var grants = new AccessGrants(Churn, isHeldTo: true, _counts);
        var drivers = new EntityColumn("driver_id", ServingFixture.Ids(1, 2, 3));

        await fixture.Service.GetAsync(new OnlineFeaturesRequest { FeatureService = "trips", Entities = [drivers], Grants = grants }, Token);
        await fixture.Service.GetAsync(new OnlineFeaturesRequest { FeatureService = "trips", Entities = [drivers], Grants = grants }, Token);
        await fixture.Service.GetAsync(new OnlineFeaturesRequest { Features = ["driver_stats:trips"], Entities = [drivers], Grants = grants }, Token);
        foreach (var request in (OnlineFeaturesRequest[])[new() { FeatureService = "weather", Grants = grants }, new() { Features = ["driver_stats:city"], Entities = [drivers], Grants = grants }])
        {
            await Assert.ThrowsAsync<FeatureStoreException>(() => fixture.Service.GetAsync(request, Token).AsTask());
        }

        Assert.Equal([Count(null, 1, 1, 3), Count("trips", 2, 0, 6), Count("weather", 0, 1, 0)], await _counts.ListAsync("churn", Token));
    }

    [Fact]
    public async Task Lookups_WhereNobodyIsHeldToGrants_AreCountedAllTheSame()
    {
        await using var fixture = new ServingFixture();
        var grants = new AccessGrants(Churn, isHeldTo: false, _counts);

        await fixture.Service.GetAsync(new OnlineFeaturesRequest { Features = ["world:temperature"], Grants = grants }, Token);

        Assert.Equal([Count(null, 1, 0, 1)], await _counts.ListAsync("churn", Token));
    }

    [Fact]
    public async Task Counts_AreWrittenEveryFewSecondsAndAtTheEnd()
    {
        await _counts.StartAsync(Token);
        await _clock.WaitForAsync(ReadCounts.Interval);
        _counts.Answered("churn", "trips", 2);
        _clock.Advance(ReadCounts.Interval);
        await _store.WrittenAsync(1);
        _counts.Answered("churn", "trips", 5);

        Assert.Equal(2, Assert.Single(await _store.ListAsync("churn", Token)).Entities);
        await _counts.StopAsync(Token);

        Assert.Equal((2, 7), Assert.Single(await _store.ListAsync("churn", Token)) is var kept ? (kept.Lookups, kept.Entities) : default);
    }

    [Fact]
    public async Task WriteAsync_CatalogueAway_LosesNothing()
    {
        _counts.Answered("churn", "trips", 2);
        _counts.Refused("churn", null);
        _store.IsAway = true;
        await Assert.ThrowsAsync<FeatureStoreException>(() => _counts.WriteAsync(Token));
        _counts.Answered("churn", "trips", 3);
        _store.IsAway = false;

        Assert.Equal([Count(null, 0, 1, 0), Count("trips", 2, 0, 5)], await _counts.ListAsync("churn", Token));
    }

    [Fact]
    public void Answered_Again_AllocatesNothing()
    {
        _counts.Answered("churn", "trips", 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            _counts.Answered("churn", "trips", 1);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Counts_OfManyAtOnce_AddUpWhileTheyAreWritten()
    {
        var counting = Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                for (var i = 0; i < 20_000; i++)
                {
                    _counts.Answered("churn", "trips", 2);
                }
            },
            Token)).ToList();
        while (!counting.TrueForAll(static task => task.IsCompleted))
        {
            await _counts.WriteAsync(Token);
        }

        await Task.WhenAll(counting);
        Assert.Equal([Count("trips", 80_000, 0, 160_000)], await _counts.ListAsync("churn", Token));
    }

    private ReadCount Count(string? service, long lookups, long refused, long entities)
        => new() { Consumer = "churn", FeatureService = service, Lookups = lookups, Refused = refused, Entities = entities, LastAt = Instant.Now(_clock) };

    /// <summary>A store that can be away, and tells when it was written to.</summary>
    private sealed class FlakyStore(IReadCountStore inner) : IReadCountStore
    {
        private readonly SemaphoreSlim _written = new(0);

        internal bool IsAway { get; set; }

        public async Task AddAsync(IReadOnlyList<ReadCount> counts, CancellationToken cancellationToken)
        {
            if (IsAway)
            {
                throw new FeatureStoreException(FeatureStoreErrorCode.OnlineStoreUnavailable, "away");
            }

            await inner.AddAsync(counts, cancellationToken);
            _written.Release();
        }

        public Task<IReadOnlyList<ReadCount>> ListAsync(string? consumer, CancellationToken cancellationToken) => inner.ListAsync(consumer, cancellationToken);

        internal async Task WrittenAsync(int times)
        {
            for (var i = 0; i < times; i++)
            {
                await _written.WaitAsync(Token);
            }
        }
    }
}
