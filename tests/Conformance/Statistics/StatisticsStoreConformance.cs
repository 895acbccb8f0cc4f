using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Statistics;

namespace Conformance.Statistics;

/// <summary>What every store of statistics does. Tests use view names of their own.</summary>
public abstract class StatisticsStoreConformance : IAsyncLifetime
{
    private static readonly Instant Noon = Instant.From(new DateTimeOffset(2026, 11, 20, 12, 0, 0, TimeSpan.Zero));
    private static readonly DateOnly Today = new(2026, 11, 20);

    private readonly string _run = Guid.CreateVersion7().ToString("N");

    private IStatisticsStore? _store;

    protected IStatisticsStore Store => _store ?? throw new InvalidOperationException("The store is not open yet.");

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private FeatureViewId View => new($"view-{_run}", 3);

    /// <summary>Opens the store of this test.</summary>
    protected abstract ValueTask<IStatisticsStore> OpenAsync();

    public virtual async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task FindLatestAsync_NothingKept_IsNull()
    {
        Assert.Null(await Store.FindLatestAsync(View.Name, Token));
        Assert.Empty(await Store.GetHistoryAsync(View.Name, DateOnly.MinValue, DateOnly.MaxValue, Token));
    }

    [Fact]
    public async Task SaveAsync_WholeStatistics_ComeBackAsWritten()
    {
        var statistics = Make(View, Noon, 4371);

        await Store.SaveAsync(statistics, Token);

        var kept = await Store.FindLatestAsync(View.Name, Token);
        Assert.NotNull(kept);
        Assert.Equivalent(statistics, kept, strict: true);
    }

    [Fact]
    public async Task SaveAsync_TwiceADay_KeepsTheNewerOfWhateverVersion()
    {
        await Store.SaveAsync(Make(View with { Version = 2 }, Noon, 1), Token);
        await Store.SaveAsync(Make(View, Noon + TimeSpan.FromHours(1), 2), Token);
        await Store.SaveAsync(Make(View with { Version = 2 }, Noon + TimeSpan.FromMinutes(59), 3), Token);

        var day = Assert.Single(await Store.GetHistoryAsync(View.Name, Today, Today, Token));
        Assert.Equal((View, 2L), (day.View, day.Keys));
        Assert.Equal(View, (await Store.FindLatestAsync(View.Name, Token))!.View);
    }

    [Fact]
    public async Task GetHistoryAsync_ARange_HasItsDaysInOrderWithBothEnds()
    {
        foreach (var days in new[] { 0, -3, -1, -40, -4 })
        {
            await Store.SaveAsync(Make(View, Noon + TimeSpan.FromDays(days), 100 + days), Token);
        }

        await Store.SaveAsync(Make(View with { Name = View.Name + "x" }, Noon, 7), Token);

        var history = await Store.GetHistoryAsync(View.Name, Today.AddDays(-3), Today.AddDays(-1), Token);

        Assert.Equal([(Today.AddDays(-3), 97L), (Today.AddDays(-1), 99L)], history.Select(static day => (day.Day, day.Keys)));
        Assert.Equivalent(StatisticsDay.Of(Make(View, Noon - TimeSpan.FromDays(1), 99)), history[1], strict: true);
    }

    [Fact]
    public async Task ListLatestAsync_SeveralViews_HasTheNewestDayOfEachByName()
    {
        var second = View with { Name = View.Name + "b" };
        await Store.SaveAsync(Make(second, Noon, 5), Token);
        await Store.SaveAsync(Make(View, Noon, 2), Token);
        await Store.SaveAsync(Make(View, Noon - TimeSpan.FromDays(1), 1), Token);

        var latest = (await Store.ListLatestAsync(Token)).Where(day => day.View.Name.StartsWith(View.Name, StringComparison.Ordinal));

        Assert.Equal([(View, 2L), (second, 5L)], latest.Select(static day => (day.View, day.Keys)));
    }

    [Fact]
    public async Task DeleteBeforeAsync_ADay_KeepsItAndWhatFollows()
    {
        // Years before all other tests, which may share the database.
        var old = Instant.From(new DateTimeOffset(2001, 1, 10, 23, 59, 59, TimeSpan.Zero));
        await Store.SaveAsync(Make(View, old, 1), Token);
        await Store.SaveAsync(Make(View, old + TimeSpan.FromSeconds(1), 2), Token);

        Assert.Equal(1, await Store.DeleteBeforeAsync(new DateOnly(2001, 1, 11), Token));

        Assert.Equal([2L], (await Store.GetHistoryAsync(View.Name, DateOnly.MinValue, DateOnly.MaxValue, Token)).Select(static day => day.Keys));
    }

    [Fact]
    public async Task SaveAsync_ManyAtOnce_TheNewestStays()
    {
        await Parallel.ForAsync(0, 20, Token, async (minute, token) => await Store.SaveAsync(Make(View, Noon + TimeSpan.FromMinutes(minute), minute), token));

        Assert.Equal(19, (await Store.FindLatestAsync(View.Name, Token))!.Keys);
    }

    private static ViewStatistics Make(FeatureViewId view, Instant at, long keys) => new()
    {
        View = view,
        At = at,
        Took = TimeSpan.FromMilliseconds(12.5),
        Snapshot = 9,
        Keys = keys,
        InAge = keys / 2,
        NewestEvent = at - TimeSpan.FromMinutes(2),
        Features =
        [
            new FeatureStatistics
            {
                Name = "country",
                Type = new DataType(ScalarType.String),
                Values = 3,
                Nulls = 1,
                NewestEvent = at - TimeSpan.FromHours(2),
                Distinct = new DistinctCount(2, 0),
                Frequent = new FrequentValues([new ValueCount("Île \"de\" \0", 2), new ValueCount(string.Empty, 1)], 0, 0),
            },
            new FeatureStatistics
            {
                Name = "spend",
                Type = new DataType(ScalarType.Double, IsList: true),
                Values = 4,
                Nulls = 0,
                Distinct = new DistinctCount(4, 0.0082),
                Frequent = new FrequentValues([], 4, 12),
                Numbers = new NumberStatistics
                {
                    Count = 4, NotANumber = 1, Infinite = 2, Zeros = 3, Negatives = 4, Min = -1e300, Max = double.MaxValue, Mean = 1.0 / 3, StandardDeviation = double.Epsilon,
                    Quantiles = new Quantiles(1, 2, 3, 4, 5, 6, 7), Histogram = new Histogram([new HistogramBin(0, 0.1, 3), new HistogramBin(0.1, 0.2, 1)], 5, 6), RankError = 0.0076,
                },
            },
        ],
    };
}
