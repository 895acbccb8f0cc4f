using Catalog.Core.Model;
using Catalog.Core.Values;
using Conformance;
using Conformance.Offline;
using FeatureStore.Model;
using FeatureStore.Serving;
using Ingestion.Events;
using Ingestion.Tests.Pipelines;
using Ingestion.Tests.Testing;
using Ingestion.Trials;

namespace Ingestion.Tests.Trials;

public sealed class ViewTrialsTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static FeatureView Windowed { get; } = TestPipeline.View() with
    {
        AllowedLateness = TimeSpan.FromMinutes(30),
        Ttl = TimeSpan.FromHours(6),
        Inputs = [new ViewInput("amount", new(ScalarType.Double))],
        Features =
        [
            new Feature { Name = "amount", Type = new(ScalarType.Double), From = "amount" },
            Aggregate("sum_1h", "sum", TimeSpan.FromHours(1)),
            Aggregate("last_1d", "last", TimeSpan.FromDays(1)),
            Aggregate("max_1d", "max", TimeSpan.FromDays(1)),
        ],
    };

    private static FeatureView ValueByValue { get; } = TestPipeline.View() with { NullPolicy = NullPolicy.NewestNonNull };

    public static TheoryData<int, bool> Seeds => [(1, true), (2, true), (3, true), (1, false), (2, false)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task RunAsync_AnyEvents_GivesWhatALookupGivesOnceTheViewIsInForce(int seed, bool isWindowed)
    {
        var view = isWindowed ? Windowed : ValueByValue;
        await using var pipeline = await StartAsync(view);
        var random = new Random(seed);
        var noon = (int)DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 86_400;
        for (var batch = 0; batch < 20; batch++)
        {
            // Late ones, beyond the allowed lateness too, ties, events without a key, and such that are for one store only.
            var targets = random.Next(4) switch { 0 => EventTargets.Online, 1 => EventTargets.Offline, _ => EventTargets.Both };
            await pipeline.AppendAsync(targets, [.. Enumerable.Range(0, 25).Select(_ =>
                (random.Next(20) == 0 ? (long?)null : random.Next(6), noon + (batch * 300) - random.Next(7_200), random.Next(8) == 0 ? double.NaN : random.Next(100) / 4.0))]);
        }

        await pipeline.Pumps.FlushAsync(view.Id, Token);

        var outcome = await Trials(pipeline).RunAsync(view, Token);

        var lookup = await pipeline.Lookups.GetAsync(
            new OnlineFeaturesRequest
            {
                Features = [.. view.Features.Select(feature => $"{view.Name}:{feature.Name}")],
                Entities = [new EntityColumn("customer", [.. outcome.Keys.Select(static key => key[0])])],
            },
            Token);
        Assert.Equal(ViewTrials.MaxKeys, outcome.Keys.Count);
        Assert.Equal((500L, true), (outcome.Events, outcome.IsWhole));
        Assert.Equal(pipeline.Pumps.Statuses.Single().Skipped, outcome.Skipped);
        Assert.All(lookup.Columns.Skip(1).Zip(outcome.Columns), static pair =>
        {
            Assert.Equal(pair.First.Name, pair.Second.Name);
            Assert.Equal(pair.First.Values, pair.Second.Values);
            Assert.Equal(pair.First.Statuses, pair.Second.Statuses);
        });
    }

    [Fact]
    public async Task RunAsync_SeveralKeys_TakesThoseOfTheNewestEvents()
    {
        await using var pipeline = await StartAsync(TestPipeline.View());
        await pipeline.AppendAsync((1, 10, 1), (2, 20, 2), (3, 30, 3), (4, 40, 4), (2, 50, 5), (null, 60, 6));

        var outcome = await Trials(pipeline).RunAsync(TestPipeline.View(), Token);

        Assert.Equal([2L, 4L, 3L], outcome.Keys.Select(static key => key[0].AsInt64()));
        Assert.Equal([5.0, 4.0, 3.0], outcome.Columns.Single().Values.Select(static value => value.AsDouble()));
        Assert.Equal(new Instant(50_000_000), outcome.AsOf);
        Assert.Equal(1, outcome.Skipped);
    }

    [Fact]
    public async Task RunAsync_NoEvents_GivesNoKeys()
    {
        await using var pipeline = await StartAsync(TestPipeline.View());

        var outcome = await Trials(pipeline).RunAsync(TestPipeline.View(), Token);
        var unknown = await Trials(pipeline).RunAsync(TestPipeline.View() with { Source = "not-yet" }, Token);

        Assert.Equal((0, 0L, true), (outcome.Keys.Count, outcome.Events, outcome.IsWhole));
        Assert.Equal((0, 0L, true), (unknown.Keys.Count, unknown.Events, unknown.IsWhole));
    }

    [Fact]
    public async Task RunAsync_MoreEventsThanAreRead_LeavesOutTheOldestAndSaysSo()
    {
        await using var pipeline = await StartAsync(Windowed);
        await pipeline.AppendAsync([.. Enumerable.Range(0, ViewTrials.MaxEvents + 10).Select(static i => ((long?)1, i / 100, 1.0))]);

        var outcome = await Trials(pipeline).RunAsync(Windowed, Token);

        Assert.Equal((ViewTrials.MaxEvents, false), ((int)outcome.Events, outcome.IsWhole));
        Assert.Equal(ViewTrials.MaxEvents, outcome.Columns[1].Values[0].AsDouble());
    }

    private static Feature Aggregate(string name, string function, TimeSpan window) => new()
    {
        Name = name, From = string.Empty, Type = new(ScalarType.Double), Aggregation = new Aggregation(function, "amount", null, window, TimeSpan.FromMinutes(5), null),
    };

    private static ViewTrials Trials(TestPipeline pipeline)
        => new(pipeline.Log, new FixedSources(TestPipeline.Source, new Contract { Name = "none", Id = "none", Version = "1", ApiVersion = "v3.1.0" }), TimeProvider.System);

    private Task<TestPipeline> StartAsync(FeatureView view)
        => TestPipeline.StartAsync(_folder, new FakeFeatureRegistry(view), new InMemoryOfflineManifest(), new InMemoryOfflineFiles(TimeProvider.System));
}
