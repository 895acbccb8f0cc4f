using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Serving;

namespace FeatureStore.Tests.Serving;

public sealed class OnlineFeatureServiceTests : IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly ServingFixture _serving = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _serving.DisposeAsync();

    [Fact]
    public async Task GetAsync_EveryCase_HasItsStatusInTheOrderOfTheirTests()
    {
        await _serving.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(1), Hour, Value.Of(0.5f), Value.Of(7L), Value.Of("Linz"));
        await _serving.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(2), Hour, Value.Null, Value.Of(8L), Value.Null);
        await _serving.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(3), 25 * Hour, Value.Of(0.1f), Value.Of(9L), Value.Null);

        var answer = await _serving.GetAsync(["driver_stats:trips", "driver_stats:conv_rate"], ("driver_id", ServingFixture.Ids(1, 2, 3, 4)));

        Assert.Equal(["driver_id", "trips", "conv_rate"], answer.Columns.Select(static column => column.Name));
        Assert.Equal(ServingFixture.Ids(1, 2, 3, 4), answer.Columns[0].Values);
        Assert.All(answer.Columns[0].Statuses, static status => Assert.Equal(FieldStatus.Present, status));
        Assert.Equal([Value.Of(7L), Value.Of(8L), Value.Null, Value.Null], answer.Columns[1].Values);
        Assert.Equal([FieldStatus.Present, FieldStatus.Present, FieldStatus.OutsideMaxAge, FieldStatus.NotFound], answer.Columns[1].Statuses);
        Assert.Equal([FieldStatus.Present, FieldStatus.NullValue, FieldStatus.OutsideMaxAge, FieldStatus.NotFound], answer.Columns[2].Statuses);
        Assert.Equal([_serving.Now - Hour, _serving.Now - Hour, _serving.Now - (25 * Hour), default], answer.Columns[2].EventTimes);
    }

    [Fact] // PIT-16 online, ON-7
    public async Task GetAsync_AtTheEdgeOfTheTtl_IsPresentAndAMicrosecondLaterOutside()
    {
        await _serving.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(1), TimeSpan.FromDays(1), Value.Of(0.5f), Value.Of(7L), Value.Null);

        Assert.Equal(FieldStatus.Present, await StatusAsync());
        _serving.Clock.Advance(TimeSpan.FromMicroseconds(1));
        Assert.Equal(FieldStatus.OutsideMaxAge, await StatusAsync());
    }

    [Fact]
    public async Task GetAsync_ViewWithoutTtl_NeverAges()
    {
        await _serving.WriteAsync(ServingFixture.Trips, [Value.Of(1L), Value.Of("C9")], TimeSpan.FromDays(9000), Value.Of(4));

        var answer = await _serving.GetAsync(["trip_stats:n_trips"], ("driver_id", ServingFixture.Ids(1)), ("customer_id", [Value.Of("C9")]));

        Assert.Equal(FieldStatus.Present, answer.Columns[^1].Statuses[0]);
    }

    [Fact]
    public async Task GetAsync_SeveralViewsOfDifferentKeys_AnswersInTheOrderAsked()
    {
        await _serving.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(1), Hour, Value.Of(0.5f), Value.Of(7L), Value.Of("Linz"));
        await _serving.WriteAsync(ServingFixture.Trips, [Value.Of(1L), Value.Of("C9")], Hour, Value.Of(4));
        await _serving.WriteAsync(ServingFixture.World, [], Hour, Value.Of(21.5));

        var answer = await _serving.GetAsync(
            ["driver_stats:city", "trip_stats:n_trips", "world:temperature", "driver_stats:conv_rate"],
            ("customer_id", [Value.Of("C9"), Value.Of("C7")]), ("driver_id", ServingFixture.Ids(1, 1)));

        Assert.Equal(
            ["customer_id", "driver_id", "city", "n_trips", "temperature", "conv_rate"], answer.Columns.Select(static column => column.Name));
        Assert.Equal([Value.Of(4), Value.Null], answer.Columns[3].Values);
        Assert.Equal([Value.Of(21.5), Value.Of(21.5)], answer.Columns[4].Values);
        Assert.Equal([Value.Of(0.5f), Value.Of(0.5f)], answer.Columns[5].Values);
    }

    [Fact]
    public async Task GetAsync_ViewWithoutEntities_NeedsNone()
    {
        await _serving.WriteAsync(ServingFixture.World, [], Hour, Value.Of(21.5));

        var answer = await _serving.GetAsync(["world:temperature"]);

        Assert.Equal(1, answer.RowCount);
        Assert.Equal(Value.Of(21.5), Assert.Single(answer.Columns).Values[0]);
    }

    [Fact]
    public async Task GetAsync_NoRows_AnswersWithEmptyColumns()
    {
        var answer = await _serving.GetAsync(["driver_stats:trips"], ("driver_id", []));

        Assert.Equal(0, answer.RowCount);
        Assert.All(answer.Columns, static column => Assert.Empty(column.Values));
    }

    [Fact]
    public async Task GetAsync_DuplicateAndUnneededEntities_KeepsDuplicatesAndDropsTheUnneeded()
    {
        await _serving.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(1), Hour, Value.Of(0.5f), Value.Of(7L), Value.Null);

        var answer = await _serving.GetAsync(["driver_stats:trips"], ("driver_id", ServingFixture.Ids(1, 2, 1)), ("zzz", ServingFixture.Ids(5, 6, 7)));

        Assert.Equal(["driver_id", "trips"], answer.Columns.Select(static column => column.Name));
        Assert.Equal([Value.Of(7L), Value.Null, Value.Of(7L)], answer.Columns[1].Values);
    }

    [Fact] // ON-12
    public async Task GetAsync_ServiceAndReferences_AnswerTheSame()
    {
        await _serving.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(1), Hour, Value.Of(0.5f), Value.Of(7L), Value.Of("Linz"));
        _serving.Registry.Apply("svc", new FeatureProjection("driver_stats", ["city", "trips"], null, new Dictionary<string, string>()));

        var byService = await ByServiceAsync("svc", ("driver_id", ServingFixture.Ids(1)));
        var byReference = await _serving.GetAsync(["driver_stats:city", "driver_stats:trips"], ("driver_id", ServingFixture.Ids(1)));

        Assert.Equal(byReference.Columns.Select(static column => (column.Name, column.Values[0])), byService.Columns.Select(static column => (column.Name, column.Values[0])));
    }

    [Fact]
    public async Task GetAsync_ServiceWithAliasesOfOneView_AnswersEachFromItsOwnKey()
    {
        await _serving.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(1), Hour, Value.Of(0.5f), Value.Of(7L), Value.Of("Linz"));
        await _serving.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(2), Hour, Value.Of(0.6f), Value.Of(8L), Value.Of("Graz"));
        _serving.Registry.Apply(
            "pair",
            new FeatureProjection("driver_stats", ["city"], "first", new Dictionary<string, string> { ["driver_id"] = "first_id" }),
            new FeatureProjection("driver_stats", ["city"], "second", new Dictionary<string, string> { ["driver_id"] = "second_id" }));

        var answer = await ByServiceAsync("pair", fullNames: true, ("first_id", ServingFixture.Ids(1)), ("second_id", ServingFixture.Ids(2)));

        Assert.Equal(
            [("first_id", "1"), ("second_id", "2"), ("first__city", "Linz"), ("second__city", "Graz")],
            answer.Columns.Select(static column => (column.Name, column.Values[0].ToString())));
    }

    [Fact]
    public async Task GetAsync_ServiceWithoutFeatureNames_TakesAllOfTheView()
    {
        _serving.Registry.Apply("all", new FeatureProjection("driver_stats", [], null, new Dictionary<string, string>()));

        var answer = await ByServiceAsync("all", ("driver_id", ServingFixture.Ids(1)));

        Assert.Equal(["driver_id", "conv_rate", "trips", "city"], answer.Columns.Select(static column => column.Name));
    }

    [Fact] // ON-17
    public async Task GetAsync_TwoVersions_AnswersEachFromItsOwnRows()
    {
        var second = ServingFixture.Stats with { Version = 2 };
        await _serving.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(1), Hour, Value.Of(0.5f), Value.Of(7L), Value.Null);
        await _serving.WriteAsync(second, ServingFixture.Ids(1), Hour, Value.Of(0.5f), Value.Of(70L), Value.Null);
        _serving.Registry.Apply(second);

        Assert.Equal(Value.Of(70L), await FirstAsync("driver_stats:trips"));
        Assert.Equal(Value.Of(70L), await FirstAsync("driver_stats@latest:trips"));
        Assert.Equal(Value.Of(70L), await FirstAsync("driver_stats@v2:trips"));
        Assert.Equal(Value.Of(7L), await FirstAsync("driver_stats@v1:trips"));
        var error = await _serving.RefusedAsync(["driver_stats@v3:trips"], ("driver_id", ServingFixture.Ids(1)));
        Assert.Equal("Feature view 'driver_stats' has no version '3'; its newest is 2.", error.Message);
    }

    [Fact]
    public async Task GetAsync_DefinitionApplied_AnswersByTheNewOneAtOnce()
    {
        await _serving.WriteAsync(ServingFixture.Stats, ServingFixture.Ids(1), 2 * Hour, Value.Of(0.5f), Value.Of(7L), Value.Null);
        Assert.Equal(FieldStatus.Present, await StatusAsync());

        _serving.Registry.Apply(ServingFixture.Stats with { Ttl = Hour });

        Assert.Equal(FieldStatus.OutsideMaxAge, await StatusAsync());
    }

    [Fact] // PIT-19 online
    public async Task GetAsync_NewestNonNullView_SkipsNullsAndKeepsEachValuesOwnTime()
    {
        var view = Views.View("n", [Views.Entity("driver_id")], Views.Feature("a", ScalarType.Int64), Views.Feature("b", ScalarType.Int64))
            with { NullPolicy = NullPolicy.NewestNonNull, Ttl = 3 * Hour };
        _serving.Registry.Apply(view);
        await _serving.WriteAsync(view, ServingFixture.Ids(1), 2 * Hour, Value.Of(5L), Value.Null);
        await _serving.WriteAsync(view, ServingFixture.Ids(1), Hour, Value.Null, Value.Null);

        var answer = await _serving.GetAsync(["n:b", "n:a"], ("driver_id", ServingFixture.Ids(1, 2)));

        Assert.Equal([Value.Of(5L), Value.Null], answer.Columns[2].Values);
        Assert.Equal([FieldStatus.Present, FieldStatus.NotFound], answer.Columns[2].Statuses);
        Assert.Equal(_serving.Now - (2 * Hour), answer.Columns[2].EventTimes[0]);
        Assert.Equal([FieldStatus.NullValue, FieldStatus.NotFound], answer.Columns[1].Statuses);

        _serving.Clock.Advance(Hour + TimeSpan.FromSeconds(1));
        answer = await _serving.GetAsync(["n:b", "n:a"], ("driver_id", ServingFixture.Ids(1)));
        Assert.Equal(FieldStatus.NullValue, answer.Columns[2].Statuses[0]);

        _serving.Clock.Advance(Hour);
        answer = await _serving.GetAsync(["n:b", "n:a"], ("driver_id", ServingFixture.Ids(1)));
        Assert.Equal(FieldStatus.OutsideMaxAge, answer.Columns[2].Statuses[0]);
    }

    [Fact]
    public async Task GetAsync_RandomRequests_EqualsReadingRowByRow()
    {
        var random = new Random(9);
        for (var id = 0; id < 40; id++)
        {
            await _serving.WriteAsync(
                ServingFixture.Stats, ServingFixture.Ids(id), random.Next(30) * Hour, Value.Of((float)id), random.Next(3) == 0 ? Value.Null : Value.Of((long)id), Value.Null);
        }

        string[] features = ["driver_stats:city", "driver_stats:conv_rate", "driver_stats:trips"];
        for (var round = 0; round < 50; round++)
        {
            random.Shuffle(features);
            var wanted = features[..random.Next(1, 4)];
            var ids = ServingFixture.Ids([.. Enumerable.Range(0, random.Next(1, 10)).Select(_ => (long)random.Next(50))]);

            var all = await _serving.GetAsync(wanted, ("driver_id", ids));

            for (var row = 0; row < ids.Length; row++)
            {
                var one = await _serving.GetAsync(wanted, ("driver_id", [ids[row]]));
                Assert.Equal(
                    one.Columns.Select(static column => (column.Name, column.Values[0], column.Statuses[0], column.EventTimes[0])),
                    all.Columns.Select(column => (column.Name, column.Values[row], column.Statuses[row], column.EventTimes[row])));
            }
        }
    }

    [Fact]
    public async Task Latencies_AfterLookups_CountThemByView()
    {
        await _serving.GetAsync(["driver_stats:trips"], ("driver_id", ServingFixture.Ids(1)));
        await _serving.GetAsync(["driver_stats:trips", "world:temperature"], ("driver_id", ServingFixture.Ids(1)));

        Assert.Equal((2, 2, 1, 0), (
            _serving.Latencies.Summarize().Count,
            _serving.Latencies.Summarize("driver_stats").Count,
            _serving.Latencies.Summarize("world").Count,
            _serving.Latencies.Summarize("never").Count));
        _serving.Clock.Advance(LatencyWindow.Span + TimeSpan.FromTicks(1));
        Assert.Equal(0, _serving.Latencies.Summarize().Count);
    }

    private async Task<FieldStatus> StatusAsync()
        => (await _serving.GetAsync(["driver_stats:trips"], ("driver_id", ServingFixture.Ids(1)))).Columns[1].Statuses[0];

    private async Task<Value> FirstAsync(string feature)
        => (await _serving.GetAsync([feature], ("driver_id", ServingFixture.Ids(1)))).Columns[1].Values[0];

    private ValueTask<OnlineFeaturesResponse> ByServiceAsync(string service, params (string Name, Value[] Values)[] entities)
        => ByServiceAsync(service, fullNames: false, entities);

    private ValueTask<OnlineFeaturesResponse> ByServiceAsync(string service, bool fullNames, params (string Name, Value[] Values)[] entities)
        => _serving.Service.GetAsync(
            new OnlineFeaturesRequest
            {
                FeatureService = service,
                FullFeatureNames = fullNames,
                Entities = [.. entities.Select(static column => new EntityColumn(column.Name, column.Values))],
            },
            ServingFixture.Token);
}
