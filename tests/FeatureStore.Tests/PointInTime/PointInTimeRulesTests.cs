using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.PointInTime;

namespace FeatureStore.Tests.PointInTime;

public sealed class PointInTimeRulesTests
{
    private static readonly FeatureView Plain = new()
    {
        Name = "v", Version = 1, Domain = "d", Owner = "o", Entities = [], Source = "s", TimestampColumn = "t", Features = [],
    };

    [Fact]
    public void VisibleFrom_PlainView_IsTheEventTime() => Assert.Equal(100, Rules(Plain).VisibleFrom(100, 900));

    [Fact]
    public void VisibleFrom_StrictBefore_IsAMicrosecondLater() => Assert.Equal(101, Rules(Plain with { StrictBefore = true }).VisibleFrom(100, 900));

    [Theory]
    [InlineData(899, PointInTimeRules.Never)]
    [InlineData(900, 100)]
    public void VisibleFrom_AsKnownAt_IncludesItsMoment(long asKnownAt, long expected)
        => Assert.Equal(expected, new PointInTimeRules(Plain, new Instant(asKnownAt), asKnownAtEntityTime: false).VisibleFrom(100, 900));

    [Theory]
    [InlineData(50, 100)]
    [InlineData(900, 900)]
    public void VisibleFrom_AsKnownAtEntityTime_WaitsForTheArrival(long arrival, long expected)
        => Assert.Equal(expected, new PointInTimeRules(Plain, null, asKnownAtEntityTime: true).VisibleFrom(100, arrival));

    [Fact]
    public void VisibleFrom_LastMomentOfAll_DoesNotOverflow()
        => Assert.Equal(PointInTimeRules.Never, Rules(Plain with { StrictBefore = true }).VisibleFrom(long.MaxValue, 0));

    [Theory]
    [InlineData(90, true)]
    [InlineData(89, false)]
    public void Reaches_Ttl_IncludesItsEnd(long eventTime, bool expected)
        => Assert.Equal(expected, Rules(Plain with { Ttl = TimeSpan.FromMicroseconds(10) }).Reaches(eventTime, 100));

    [Fact]
    public void Reaches_NoTtl_ReachesEverything() => Assert.True(Rules(Plain).Reaches(long.MinValue, long.MaxValue));

    [Fact]
    public void OldestFor_BeforeTheBeginningOfTime_DoesNotOverflow()
        => Assert.Equal(long.MinValue, Rules(Plain with { Ttl = TimeSpan.FromDays(1) }).OldestFor(long.MinValue + 5));

    private static PointInTimeRules Rules(FeatureView view) => new(view, asKnownAt: null, asKnownAtEntityTime: false);
}
