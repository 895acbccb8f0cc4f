using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Proof;
using FeatureStore.Serving;
using FeatureStore.Tests.Proof;

namespace FeatureStore.Tests.Serving;

/// <summary>Lookups while the online store is away.</summary>
public sealed class StaleLookupTests : IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly TestLookupLog _log = new();
    private readonly ServingFixture _serving;

    public StaleLookupTests()
    {
        var options = new FeatureStoreOptions();
        (options.OnlineStore.WhenAway, options.OnlineStore.MaxStaleAge, options.LookupLog.SampleRate) = (WhenAway.Stale, 10 * Minute, 1);
        _serving = new ServingFixture(options, _log);
    }

    public ValueTask DisposeAsync() => _serving.DisposeAsync();

    [Fact]
    public async Task GetAsync_StoreAway_AnswersWithWhatWasReadAndSaysSinceWhen()
    {
        await WriteAsync(1, 7);
        var fresh = await LookUpAsync(1, 2);
        var readAt = _serving.Now;
        _serving.Flaky.IsAway = true;
        _serving.Clock.Advance(Minute);

        var stale = await LookUpAsync(1, 2);

        Assert.Null(fresh.StaleAsOf);
        Assert.Equal(readAt, stale.StaleAsOf);
        Assert.Equal([Value.Of(7L), Value.Null], stale.Columns[1].Values);
        Assert.Equal([FieldStatus.Present, FieldStatus.NotFound], stale.Columns[1].Statuses);
        Assert.Equal(fresh.Columns[1].EventTimes, stale.Columns[1].EventTimes);
    }

    [Fact]
    public async Task GetAsync_StoreBack_AnswersFromItAgain()
    {
        await WriteAsync(1, 7);
        await LookUpAsync(1);
        _serving.Flaky.IsAway = true;
        await LookUpAsync(1);
        await WriteAsync(1, 8);
        _serving.Flaky.IsAway = false;
        _serving.Clock.Advance(Minute);

        var fresh = await LookUpAsync(1);

        Assert.Null(fresh.StaleAsOf);
        Assert.Equal(Value.Of(8L), fresh.Columns[1].Values[0]);
    }

    [Fact]
    public async Task GetAsync_RowsReadAtSeveralTimes_SaysTheOldest()
    {
        var first = _serving.Now;
        await LookUpAsync(1);
        _serving.Clock.Advance(Minute);
        await LookUpAsync(2);
        _serving.Flaky.IsAway = true;

        Assert.Equal(first, (await LookUpAsync(2, 1)).StaleAsOf);
        Assert.Equal(first + Minute, (await LookUpAsync(2)).StaleAsOf);
    }

    [Fact]
    public async Task GetAsync_OneKeyWasNeverRead_FailsAndSaysHowManyAreMissing()
    {
        await WriteAsync(1, 7);
        await WriteAsync(3, 7);
        await LookUpAsync(1);
        _serving.Flaky.IsAway = true;

        var error = await _serving.RefusedAsync(["driver_stats:trips"], ("driver_id", ServingFixture.Ids(1, 3)));

        Assert.Equal(FeatureStoreErrorCode.OnlineStoreUnavailable, error.ErrorCode);
        Assert.Contains("'1' of the '2' rows that it needs is not kept", error.Message, StringComparison.Ordinal);
        Assert.Equal(Value.Of(7L), (await LookUpAsync(1)).Columns[1].Values[0]);
    }

    [Fact]
    public async Task GetAsync_AtTheEdgeOfMaxStaleAge_AnswersAndAMicrosecondLaterFails()
    {
        await LookUpAsync(1);
        _serving.Flaky.IsAway = true;
        _serving.Clock.Advance(10 * Minute);

        Assert.NotNull((await LookUpAsync(1)).StaleAsOf);
        _serving.Clock.Advance(TimeSpan.FromMicroseconds(1));
        await _serving.RefusedAsync(["driver_stats:trips"], ("driver_id", ServingFixture.Ids(1)));
    }

    [Fact]
    public async Task GetAsync_PastItsTtlMeanwhile_IsOutsideMaxAge()
    {
        await WriteAsync(1, 7, ServingFixture.Stats.Ttl - Minute);
        Assert.Equal(FieldStatus.Present, (await LookUpAsync(1)).Columns[1].Statuses[0]);
        _serving.Flaky.IsAway = true;
        _serving.Clock.Advance(2 * Minute);

        var stale = await LookUpAsync(1);

        Assert.Equal((FieldStatus.OutsideMaxAge, Value.Null), (stale.Columns[1].Statuses[0], stale.Columns[1].Values[0]));
    }

    [Fact]
    public async Task GetAsync_AnotherVersionAnswersMeanwhile_DoesNotGetRowsOfTheEarlier()
    {
        await WriteAsync(1, 7);
        await LookUpAsync(1);
        _serving.Flaky.IsAway = true;
        _serving.Registry.Apply(ServingFixture.Stats with { Version = 2 });

        await _serving.RefusedAsync(["driver_stats:trips"], ("driver_id", ServingFixture.Ids(1)));
    }

    [Fact]
    public async Task GetAsync_SettingIsFail_Fails()
    {
        await using var serving = new ServingFixture();
        await serving.GetAsync(["driver_stats:trips"], ("driver_id", ServingFixture.Ids(1)));
        serving.Flaky.IsAway = true;

        Assert.Equal(FeatureStoreErrorCode.OnlineStoreUnavailable, (await serving.RefusedAsync(["driver_stats:trips"], ("driver_id", ServingFixture.Ids(1)))).ErrorCode);
    }

    [Fact]
    public async Task GetAsync_WhileAway_OneLookupASecondAsksTheStore()
    {
        await LookUpAsync(1);
        _serving.Flaky.IsAway = true;
        var before = _serving.Flaky.Reads;
        for (var i = 0; i < 30; i++)
        {
            await LookUpAsync(1);
            _serving.Clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(3, _serving.Flaky.Reads - before);

        // A clock that is set back by an hour holds nobody up.
        _serving.Clock.Advance(TimeSpan.FromHours(-1));
        _serving.Flaky.IsAway = false;
        Assert.Null((await LookUpAsync(1)).StaleAsOf);
    }

    [Fact]
    public async Task GetAsync_Stale_IsLoggedAsSuchWithWhatIsComputedFromIt()
    {
        _serving.Registry.Apply(new OnDemandFeatureView
        {
            Name = "twice",
            Version = 1,
            Domain = "d",
            Owner = "o",
            Sources = [new FeatureProjection("driver_stats", ["trips"], null, new Dictionary<string, string>())],
            Requests = [],
            Features = [new OnDemandFeature { Name = "twice", Type = new DataType(ScalarType.Int64), Expression = "trips + trips" }],
        });
        await WriteAsync(1, 7);
        await _serving.Recorder!.StartAsync(ServingFixture.Token);
        await _serving.GetAsync(["twice:twice"], ("driver_id", ServingFixture.Ids(1)));
        _serving.Flaky.IsAway = true;
        var stale = await _serving.GetAsync(["twice:twice"], ("driver_id", ServingFixture.Ids(1)));
        await _serving.Recorder.FlushAsync(ServingFixture.Token);

        Assert.Equal(Value.Of(14L), stale.Columns[1].Values[0]);
        Assert.Equal([LoggedLookup.Unknown, LoggedLookup.Unknown, LoggedLookup.Stale, LoggedLookup.Stale], _log.Lookups.Select(static lookup => lookup.Applied));
        Assert.Equal([false, false, true, true], _log.Lookups.Select(static lookup => lookup.IsStale));
    }

    private Task WriteAsync(long id, long trips, TimeSpan age = default)
        => _serving.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(id), age, Value.Of(0.5f), Value.Of(trips), Value.Null);

    private async Task<OnlineFeaturesResponse> LookUpAsync(params long[] ids) => await _serving.GetAsync(["driver_stats:trips"], ("driver_id", ServingFixture.Ids(ids)));
}
