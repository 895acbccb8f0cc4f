using Catalog.Core.Values;
using Conformance.Offline;
using Conformance.Statistics;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Statistics;
using FeatureStore.Tests.Serving;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace FeatureStore.Tests.Statistics;

public sealed class StatisticsSchedulerTests : IAsyncDisposable
{
    private readonly ServingFixture _fixture = new();
    private readonly InMemoryOfflineManifest _manifest = new();
    private readonly InMemoryStatisticsStore _store = new();
    private readonly StatisticsService _service;
    private StatisticsScheduler _scheduler;
    private long _sequence;

    public StatisticsSchedulerTests()
    {
        _service = new StatisticsService(_fixture.Store, _manifest, _store, _fixture.Clock, Options.Create(new FeatureStoreOptions()));
        _scheduler = NewScheduler();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static FeatureView View => ServingFixture.Stats;

    [Fact]
    public async Task RunOnceAsync_NothingEverWritten_ComputesNothing()
    {
        await _scheduler.RunOnceAsync(Token);

        Assert.Empty(await _store.ListLatestAsync(Token));
    }

    [Fact]
    public async Task RunOnceAsync_FirstEvents_ComputesAtOnceThenWaitsForTheInterval()
    {
        await WriteAsync(1);
        await _scheduler.RunOnceAsync(Token);
        Assert.Equal(1, await KeysAsync());

        await WriteAsync(2);
        _fixture.Clock.Advance(TimeSpan.FromSeconds(9));
        await _scheduler.RunOnceAsync(Token);
        Assert.Equal(1, await KeysAsync());

        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await _scheduler.RunOnceAsync(Token);
        Assert.Equal(2, await KeysAsync());
    }

    [Fact]
    public async Task RunOnceAsync_NothingChanged_ComputesAgainOnlyAfterTheLongInterval()
    {
        await WriteAsync(1);
        await _scheduler.RunOnceAsync(Token);
        var first = await AtAsync();

        _fixture.Clock.Advance(TimeSpan.FromMinutes(59));
        await _scheduler.RunOnceAsync(Token);
        Assert.Equal(first, await AtAsync());

        _fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        await _scheduler.RunOnceAsync(Token);
        Assert.Equal(first + TimeSpan.FromHours(1), await AtAsync());
    }

    [Fact]
    public async Task RunOnceAsync_NewDay_IsDueAtOnce()
    {
        _fixture.Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        await WriteAsync(1);
        await _scheduler.RunOnceAsync(Token);

        _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await _scheduler.RunOnceAsync(Token);

        Assert.Equal(2, (await _service.GetHistoryAsync(View.Name, 2, Token)).Count);
    }

    [Fact]
    public async Task RunOnceAsync_AfterARestart_DoesNotComputeWhatIsKnown()
    {
        await WriteAsync(1);
        await _scheduler.RunOnceAsync(Token);
        var first = await AtAsync();

        _scheduler = NewScheduler();
        _fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        await _scheduler.RunOnceAsync(Token);

        Assert.Equal(first, await AtAsync());
    }

    [Fact]
    public async Task RunOnceAsync_NewVersion_IsDueAtOnce()
    {
        await WriteAsync(1);
        await _scheduler.RunOnceAsync(Token);
        _fixture.Registry.Apply(View with { Version = 2 });
        await WriteAsync(1, 2);

        await _scheduler.RunOnceAsync(Token);

        Assert.Equal(2, (await _store.FindLatestAsync(View.Name, Token))!.View.Version);
    }

    [Fact]
    public async Task RunOnceAsync_AViewThatCannotBeRead_DoesNotKeepOthersFromTheirTurn()
    {
        await WriteAsync(1);
        await CommitAsync(ServingFixture.World.Id);
        await _fixture.Store.WriteAsync([new OnlineWrite(Embedded.OnlineRows.Key(9), View.Id.ToString(), _fixture.Now, 99, new byte[] { 77 })], Token);

        await _scheduler.RunOnceAsync(Token);

        Assert.Equal(["world"], (await _store.ListLatestAsync(Token)).Select(static day => day.View.Name));
    }

    public async ValueTask DisposeAsync()
    {
        _service.Dispose();
        await _fixture.DisposeAsync();
    }

    private StatisticsScheduler NewScheduler() => new(
        _fixture.Registry, _manifest, _service, _fixture.Clock, Options.Create(new FeatureStoreOptions()), NullLogger<StatisticsScheduler>.Instance);

    private async Task<long> KeysAsync() => (await _store.FindLatestAsync(View.Name, Token))!.Keys;

    private async Task<Instant> AtAsync() => (await _store.FindLatestAsync(View.Name, Token))!.At;

    private async Task WriteAsync(long key, int version = 1)
    {
        var view = View with { Version = version };
        await _fixture.WriteAsync(view, ServingFixture.Ids(key), default, Value.Of(0.5f), Value.Of(1L), Value.Of("x"));
        await CommitAsync(view.Id);
    }

    private async Task CommitAsync(FeatureViewId view)
        => await _manifest.CommitAsync(
            view,
            new OfflineFile
            {
                Path = string.Empty, Partition = 0, FirstSequence = _sequence, EndSequence = ++_sequence, RowCount = 0, ByteCount = 0, MinEventTime = default, MaxEventTime = default,
            },
            0,
            Token);
}
