using Catalog.Core.Values;
using Conformance.Offline;
using Conformance.Statistics;
using FeatureStore.Model;
using FeatureStore.Serving;
using FeatureStore.Statistics;
using FeatureStore.Tests.Rows;
using FeatureStore.Tests.Serving;
using FeatureStore.Tests.Windows;
using Microsoft.Extensions.Options;

namespace FeatureStore.Tests.Statistics;

public sealed class StatisticsServiceTests : IAsyncDisposable
{
    private static readonly TimeSpan Ttl = TimeSpan.FromDays(1);

    private readonly ServingFixture _fixture = new();
    private readonly InMemoryOfflineManifest _manifest = new();
    private readonly InMemoryStatisticsStore _store = new();
    private readonly StatisticsService _service;

    public StatisticsServiceTests()
        => _service = new StatisticsService(_fixture.Store, _manifest, _store, _fixture.Clock, Options.Create(new FeatureStoreOptions()));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(NullPolicy.Newest)]
    [InlineData(NullPolicy.NewestNonNull)]
    public async Task ComputeAsync_RandomHistory_IsWhatLookupsServe(NullPolicy policy)
    {
        var view = Views.View(
            "stats",
            [Views.Entity("driver_id")],
            [.. RandomValues.Scalars.Select(static type => Views.Feature($"f_{type}", type)), .. RandomValues.Scalars.Select(static type => Views.Feature($"l_{type}", type, isList: true))])
            with { Ttl = Ttl, NullPolicy = policy };
        _fixture.Registry.Apply(view);
        await WriteHistoryAsync(view);

        var statistics = await _service.ComputeAsync(view, Token);

        var served = await _fixture.GetAsync([.. view.Features.Select(feature => $"stats:{feature.Name}")], ("driver_id", ServingFixture.Ids([.. Enumerable.Range(0, 60)])));
        var columns = served.Columns.Skip(1).ToList();
        Assert.Equal(60 - Count(columns[0], FieldStatus.NotFound), statistics.Keys);
        Assert.Equal(statistics.Keys - Count(columns[0], FieldStatus.OutsideMaxAge), statistics.InAge);
        Assert.All(columns.Zip(statistics.Features), pair => AssertServed(pair.First, pair.Second));
        Assert.Equal(statistics, await _service.FindLatestAsync(view.Id, Token));
    }

    [Fact]
    public async Task ComputeAsync_ViewWithWindows_IsWhatLookupsServe()
    {
        var view = ActivityLog.View with { Ttl = Ttl };
        var log = ActivityLog.Random(new Random(5), 400);
        await _fixture.WriteAsync(view, [.. log.Select(static row => row with { Values = [.. row.Values] })], log.Max(static row => row.EventTime) + TimeSpan.FromHours(2));

        var statistics = await _service.ComputeAsync(view, Token);

        var served = await _fixture.GetAsync([.. view.Features.Select(static feature => $"activity:{feature.Name}")], ("id", ServingFixture.Ids([.. Enumerable.Range(0, 10)])));
        Assert.Equal(10 - Count(served.Columns[1], FieldStatus.NotFound), statistics.Keys);
        foreach (var (column, feature) in served.Columns.Skip(1).Zip(statistics.Features))
        {
            var values = column.Values.Count(static value => !value.IsNull);
            Assert.Equal((column.Name, values), (feature.Name, feature.Values));
        }

        Assert.Contains(statistics.Features, static feature => feature is { Name: "amount_30d", Values: > 0 });
    }

    [Fact]
    public async Task ComputeAsync_RowAtTheEndOfItsAge_Counts()
    {
        await _fixture.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(1), Ttl, Value.Of(0.5f), Value.Null, Value.Of("x"));
        await _fixture.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(2), Ttl + TimeSpan.FromMicroseconds(1), Value.Of(0.5f), Value.Null, Value.Of("x"));

        var statistics = await _service.ComputeAsync(ServingFixture.Stats, Token);

        Assert.Equal((2, 1, 1, _fixture.Now - Ttl), (statistics.Keys, statistics.InAge, statistics.Older, statistics.NewestEvent));
        Assert.Equal([0, 1, 0], statistics.Features.Select(static feature => feature.NullRate));
        Assert.Equal([_fixture.Now - Ttl, null, _fixture.Now - Ttl], statistics.Features.Select(static feature => feature.NewestEvent));
    }

    [Fact]
    public async Task ComputeAsync_NothingStored_IsEmpty()
    {
        var statistics = await _service.ComputeAsync(ServingFixture.Stats, Token);

        Assert.Equal((0, 0, (Instant?)null), (statistics.Keys, statistics.InAge, statistics.NewestEvent));
        Assert.All(statistics.Features, static feature => Assert.Equal((0, 0, 0, 0L), (feature.Values, feature.Nulls, feature.NullRate, feature.Distinct.Count)));
    }

    [Fact]
    public async Task ComputeAsync_AllNull_SaysSo()
    {
        for (var id = 0; id < 5; id++)
        {
            await _fixture.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(id), default, Value.Null, Value.Null, Value.Null);
        }

        var statistics = await _service.ComputeAsync(ServingFixture.Stats, Token);

        Assert.All(statistics.Features, static feature => Assert.Equal((0, 5, 1.0), (feature.Values, feature.Nulls, feature.NullRate)));
        Assert.Equal(Histogram.Empty, statistics.Features[0].Numbers!.Histogram);
    }

    [Fact]
    public async Task ComputeAsync_ListsAndBytes_AreMeasuredByTheirLength()
    {
        var view = Views.View("lists", [Views.Entity("driver_id")], Views.Feature("last", ScalarType.String, isList: true), Views.Feature("raw", ScalarType.Bytes));
        foreach (var (id, length) in new[] { 0, 0, 5, 5, 5, 2 }.Index())
        {
            var list = Value.OfList(ScalarType.String, [.. Enumerable.Range(0, length).Select(i => Value.Of($"{id}-{i}"))]);
            await _fixture.WriteAsync(view, ServingFixture.Ids(id), default, list, Value.Of(new byte[length]));
        }

        var features = (await _service.ComputeAsync(view, Token)).Features;

        Assert.All(features, static feature => Assert.Equal([new ValueCount("5", 3), new("0", 2), new("2", 1)], feature.Frequent.Top));
        Assert.All(features, static feature => Assert.Equal((2, 5), (feature.Numbers!.Quantiles.P50, feature.Numbers.Quantiles.P75)));
        Assert.Equal([5L, 3L], features.Select(static feature => feature.Distinct.Count));
    }

    [Fact]
    public async Task ComputeAsync_ViewOfflineOnly_HasNoKeys()
        => Assert.Equal(0, (await _service.ComputeAsync(ServingFixture.Stats with { Online = false }, Token)).Keys);

    [Fact]
    public async Task FindLatestAsync_OtherVersion_IsNotKnownYet()
    {
        await _service.ComputeAsync(ServingFixture.Stats, Token);

        Assert.Null(await _service.FindLatestAsync(ServingFixture.Stats.Id with { Version = 2 }, Token));
    }

    [Fact]
    public async Task ComputeAsync_BeyondTheRetention_ForgetsDays()
    {
        await _service.ComputeAsync(ServingFixture.Stats, Token);
        _fixture.Clock.Advance(TimeSpan.FromDays(400));
        await _service.ComputeAsync(ServingFixture.Stats, Token);
        Assert.Equal(2, (await _service.GetHistoryAsync("driver_stats", 401, Token)).Count);

        _fixture.Clock.Advance(TimeSpan.FromDays(1));
        await _service.ComputeAsync(ServingFixture.Stats, Token);

        Assert.Equal(2, (await _service.GetHistoryAsync("driver_stats", 500, Token)).Count);
        Assert.Single(await _service.GetHistoryAsync("driver_stats", 1, Token));
    }

    public async ValueTask DisposeAsync()
    {
        _service.Dispose();
        await _fixture.DisposeAsync();
    }

    private async Task WriteHistoryAsync(FeatureView view)
    {
        var random = new Random(7);
        for (var row = 0; row < 200; row++)
        {
            var values = view.Features.Select(feature => random.Next(3) == 0 ? Value.Null : ValueOf(random, feature.Type)).ToArray();
            await _fixture.WriteAsync(view, ServingFixture.Ids(random.Next(50)), TimeSpan.FromHours(random.Next(60)), values);
        }
    }

    private static Value ValueOf(Random random, DataType type) => type.IsList
        ? Value.OfList(type.Element, [.. Enumerable.Range(0, random.Next(4)).Select(_ => RandomValues.Scalar(random, type.Element))])
        : RandomValues.Scalar(random, type.Element);

    private static int Count(OnlineColumn column, FieldStatus status) => column.Statuses.Count(each => each == status);

    private static void AssertServed(OnlineColumn column, FeatureStatistics feature)
    {
        var values = column.Values.Where(static value => !value.IsNull).ToList();
        Assert.Equal((column.Name, values.Count, Count(column, FieldStatus.NullValue)), (feature.Name, feature.Values, feature.Nulls));
        Assert.Equal(values.Count == 0 ? null : column.EventTimes.Where((_, row) => !column.Values[row].IsNull).Max(), feature.NewestEvent);
        Assert.Equal(values.Count, feature.Frequent.Others + feature.Frequent.Top.Sum(static entry => entry.Count));
        if (feature.Numbers is { } numbers && !feature.Type.IsList && feature.Type.Element is not ScalarType.Bytes)
        {
            var doubles = values.ConvertAll(static value => value.AsDouble());
            Assert.Equal((doubles.Count(double.IsFinite), doubles.Count(double.IsNaN)), (numbers.Count, numbers.NotANumber));
            Assert.Equal(doubles.Where(double.IsFinite).DefaultIfEmpty(0).Max(), numbers.Max);
        }
    }
}
