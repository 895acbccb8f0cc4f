using Catalog.Core.Values;
using Conformance;
using FeatureStore.Diagnostics;
using FeatureStore.Serving;
using Microsoft.Extensions.Options;

namespace FeatureStore.Tests.Serving;

public sealed class SlowLookupTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(40);

    [Fact]
    public async Task GetAsync_TheStoreIsSlow_IsToldWithWhereTheTimeWent()
    {
        await using var fixture = new ServingFixture(OptionsOf(TimeSpan.FromMilliseconds(20)));
        await fixture.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(1), TimeSpan.FromHours(1), Value.Of(0.5f), Value.Of(3L), Value.Of("Rome"));
        fixture.Flaky.Delay = Wait;

        await fixture.GetAsync(["driver_stats:trips", "world:temperature"], ("driver_id", ServingFixture.Ids(1, 2, 3)));

        var slow = Assert.Single(fixture.Slow.List(featureService: null, most: 10));
        Assert.Equal((fixture.Now, null, 2, 3), (slow.At, slow.FeatureService, slow.Features, slow.EntityRows));
        Assert.Equal(["driver_stats", "world"], slow.Views.Order(StringComparer.Ordinal));
        Assert.True(slow.Reading >= Wait * 0.9, $"It read for {slow.Reading}.");
        Assert.Equal(slow.Duration, slow.Planning + slow.Reading + slow.Computing);
        Assert.Equal(1, fixture.Slow.Total);
    }

    [Fact]
    public async Task GetAsync_FastEnough_IsNotTold()
    {
        await using var fixture = new ServingFixture(OptionsOf(TimeSpan.FromMinutes(10)));

        await fixture.GetAsync(["driver_stats:trips"], ("driver_id", ServingFixture.Ids(1)));

        Assert.Empty(fixture.Slow.List(featureService: null, most: 10));
    }

    [Fact]
    public async Task GetAsync_NoneIsCalledSlow_IsNotTold()
    {
        await using var fixture = new ServingFixture(OptionsOf(TimeSpan.Zero));

        await fixture.GetAsync(["driver_stats:trips"], ("driver_id", ServingFixture.Ids(1)));

        Assert.Empty(fixture.Slow.List(featureService: null, most: 10));
    }

    [Fact]
    public void List_Many_GivesTheNewestOfAServiceFirst()
    {
        var slow = Make(new RecordingLogger<SlowLookups>(), new SteppedClock());
        for (var i = 0; i < 300; i++)
        {
            slow.Add(Of(i + 1, 0, 0, 0, 0) with { FeatureService = i % 2 == 0 ? "even" : "odd" });
        }

        Assert.Equal(300, slow.Total);
        Assert.Equal(SlowLookups.Kept, slow.List(featureService: null, most: 1_000).Count);
        Assert.Equal([299, 297, 295], slow.List("even", 3).Select(static lookup => lookup.Duration.TotalMilliseconds));
        Assert.Empty(slow.List("none", 3));
    }

    [Fact]
    public void Add_Many_LogsOneEachSecondAndHowManyItLeftOut()
    {
        var (log, clock) = (new RecordingLogger<SlowLookups>(), new SteppedClock());
        var slow = Make(log, clock);
        for (var i = 0; i < 5; i++)
        {
            slow.Add(Of(200, 1, 190, 9, 0));
        }

        clock.Step(TimeSpan.FromSeconds(1));
        slow.Add(Of(300, 280, 10, 10, 0) with { FeatureService = "churn" });

        Assert.Equal(
            [
                "A lookup of a, b for 7 entity rows x 3 features was slow. The online store took 190 of 200 ms to answer. 0 more were slow since the last such line.",
                "A lookup of churn for 7 entity rows x 3 features was slow. Definitions were read and the request was compiled for 280 of 300 ms, as for the first one after a change. 4 more were slow since the last such line.",
            ],
            log.Entries.Select(static entry => entry.Message));
    }

    [Theory]
    [InlineData(100, 10, 80, 10, 0, SlowReason.OnlineStore)]
    [InlineData(100, 80, 10, 10, 0, SlowReason.Planning)]
    [InlineData(100, 10, 10, 80, 0, SlowReason.Computing)]
    [InlineData(100, 10, 80, 10, 50, SlowReason.GarbageCollection)]
    [InlineData(100, 10, 80, 10, 49, SlowReason.OnlineStore)]
    public void Reason_IsWhatTookMost(int duration, int planning, int reading, int computing, int paused, SlowReason expected)
    {
        var lookup = Of(duration, planning, reading, computing, paused);

        Assert.Equal(expected, lookup.Reason);
        Assert.Contains($" of {duration} ms", lookup.Explain(), StringComparison.Ordinal);
    }

    private static FeatureStoreOptions OptionsOf(TimeSpan threshold) => new() { Serving = new ServingOptions { SlowLookup = threshold } };

    private static SlowLookups Make(RecordingLogger<SlowLookups> log, TimeProvider clock) => new(Options.Create(OptionsOf(TimeSpan.FromMilliseconds(1))), clock, new FeatureStoreMetrics(), log);

    private static SlowLookup Of(int duration, int planning, int reading, int computing, int paused) => new()
    {
        At = new Instant(duration), Duration = TimeSpan.FromMilliseconds(duration), Views = ["a", "b"], Features = 3, EntityRows = 7,
        Planning = TimeSpan.FromMilliseconds(planning), Reading = TimeSpan.FromMilliseconds(reading), Computing = TimeSpan.FromMilliseconds(computing), Paused = TimeSpan.FromMilliseconds(paused),
    };

    /// <summary>Its timestamps move when they are told to.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        internal void Step(TimeSpan span) => _ticks += span.Ticks;
    }
}
