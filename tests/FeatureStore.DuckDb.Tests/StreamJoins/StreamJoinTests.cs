using Catalog.Core.Values;
using Conformance;
using Conformance.Offline;
using Conformance.Proof;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.StreamJoins;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FeatureStore.DuckDb.Tests.StreamJoins;

/// <summary>The join of a stream with a view over the real stores, against the stated rule over lists.</summary>
public sealed class StreamJoinTests : IAsyncDisposable
{
    private static readonly Entity[] Keys =
    [
        new() { Name = "id", JoinKey = "id", Type = new(ScalarType.Int64), Domain = "d", Owner = "o" },
        new() { Name = "place", JoinKey = "a place", Type = new(ScalarType.String), Domain = "d", Owner = "o" },
    ];

    private readonly TempDirectory _directory = new();
    private readonly InMemoryOfflineManifest _manifest = new();
    private readonly List<ServiceProvider> _services = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _services)
        {
            await services.DisposeAsync();
        }

        _directory.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task Find_RandomRowsAndQuestions_GivesWhatTheRuleGives(int seed)
    {
        var random = new Random(seed);
        var view = MakeView(random, hasWindow: seed % 4 == 0);
        var log = MakeLog(random, view, rows: 1 + random.Next(400));
        var services = Open(view);
        var writer = await services.GetRequiredService<ViewWriterFactory>().OpenAsync(view, 0, Token);
        foreach (var batch in log.Chunk(37))
        {
            await writer.WriteAsync(
                [.. batch.Where(static item => item.IsOnline).Select(static item => item.Row)], [.. batch.Where(static item => item.IsOffline).Select(static item => item.Row)], batch[^1].Row.Sequence + 1, Token);
        }

        if (view.Online && !view.Features.Any(static feature => feature.Aggregation is not null))
        {
            await services.GetRequiredService<DirectWriter>().WriteAsync(view, [.. MakeLog(random, view, rows: 5).Select(static item => item.Row)], Token);
        }

        for (var round = 0; round < 5; round++)
        {
            var questions = Enumerable.Range(0, random.Next(1, 300)).Select(_ => new StreamQuestion(
                MakeKey(random, view), new Instant(random.Next(100)), new Instant(round == 0 ? log[^1].Row.ArrivalTime.UnixMicroseconds : random.Next(120)))).ToList();
            var features = random.Next(2) == 0 ? new[] { "text", "number" } : ["number"];

            var answers = await services.GetRequiredService<StreamJoin>().FindAsync(view, features, questions, token => writer.FlushAsync(token), Token);

            for (var i = 0; i < questions.Count; i++)
            {
                var expected = Find(log, view, questions[i]);
                Assert.Equal(expected is null ? null : features.Select(feature => feature == "text" ? expected[1] : expected[0]), answers[i]);
            }
        }
    }

    [Fact]
    public async Task Find_NewestRowsAnswer_ReadsNoFiles()
    {
        var view = MakeView(new Random(1), hasWindow: false) with { Online = true, Ttl = TimeSpan.Zero };
        var services = Open(view);
        var writer = await services.GetRequiredService<ViewWriterFactory>().OpenAsync(view, 0, Token);
        Value[] key = [.. view.Entities.Select(static entity => entity.JoinKey == "id" ? Value.Of(1L) : Value.Of("a"))];
        FeatureRow[] rows = [new FeatureRow(key, new Instant(5), new Instant(10), 0, [Value.Of(7L), Value.Of("x")])];
        await writer.WriteAsync(rows, rows, 1, Token);

        var answers = await services.GetRequiredService<StreamJoin>().FindAsync(
            view, ["number"], [new StreamQuestion(key, new Instant(6), new Instant(10))], static _ => throw new InvalidOperationException("Files are not needed."), Token);

        Assert.Equal([Value.Of(7L)], Assert.Single(answers) ?? []);
    }

    private ServiceProvider Open(FeatureView view)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Catalog:DataDirectory"] = _directory.File("data"), ["FeatureStore:ChunkSequences"] = "64",
        }).Build();
        Directory.CreateDirectory(_directory.File("data"));
        _services.Add(new ServiceCollection().AddLogging()
            .AddSingleton<IFeatureRegistry>(new FakeFeatureRegistry(view))
            .AddSingleton<IComputedVersions>(new InMemoryComputedVersions())
            .AddSingleton<IOfflineManifest>(_manifest)
            .AddSingleton<IOneSidedKeys>(new InMemoryOneSidedKeys())
            .AddFeatureStore(configuration)
            .AddDuckDbOfflineStore(configuration)
            .BuildServiceProvider());
        return _services[^1];
    }

    private static FeatureView MakeView(Random random, bool hasWindow)
    {
        var newest = new[] { new Feature { Name = "number", Type = new(ScalarType.Int64), From = "n" }, new Feature { Name = "text", Type = new(ScalarType.String), From = "x" } };
        var counted = new Feature
        {
            Name = "count", Type = new(ScalarType.Int64), From = string.Empty,
            Aggregation = new Aggregation("count", null, null, TimeSpan.FromHours(1), TimeSpan.FromMinutes(5), null),
        };
        return new FeatureView
        {
            Name = "table", Version = 1, Domain = "d", Owner = "o", Source = "s", TimestampColumn = "t",
            Entities = Keys[..random.Next(3)],
            Ttl = TimeSpan.FromMicroseconds(random.Next(2) * 30),
            StrictBefore = random.Next(2) == 0,
            Online = random.Next(4) > 0,
            Features = hasWindow ? [counted, .. newest] : newest,
        };
    }

    private static Value[] MakeKey(Random random, FeatureView view)
        => [.. view.Entities.Select(entity => entity.JoinKey == "id" ? Value.Of((long)random.Next(5)) : Value.Of(random.Next(2) == 0 ? "a" : "it's"))];

    private static List<(FeatureRow Row, bool IsOnline, bool IsOffline)> MakeLog(Random random, FeatureView view, int rows)
    {
        var log = new List<(FeatureRow, bool, bool)>();
        for (var (sequence, arrival) = (0, 0); sequence < rows; sequence++)
        {
            arrival += random.Next(4) == 0 ? random.Next(3) : 0;
            Value[] newest = [random.Next(8) == 0 ? Value.Null : Value.Of((long)sequence), Value.Of($"text {sequence}")];
            Value[] values = [.. newest, .. new Value[new ViewColumns(view).All.Count - 2]];
            var side = random.Next(40);
            log.Add((new FeatureRow(MakeKey(random, view), new Instant(random.Next(100)), new Instant(arrival), sequence, values), side != 0, side != 1));
        }

        return log;
    }

    private static Value[]? Find(List<(FeatureRow Row, bool IsOnline, bool IsOffline)> log, FeatureView view, StreamQuestion question)
    {
        var seen = log.Where(item => item.IsOffline && item.Row.KeyValues.SequenceEqual(question.Key) && item.Row.ArrivalTime <= question.KnownAt
            && (view.StrictBefore ? item.Row.EventTime < question.Time : item.Row.EventTime <= question.Time)).ToList();
        if (seen.Count == 0)
        {
            return null;
        }

        var newest = seen.MaxBy(static item => (item.Row.EventTime.UnixMicroseconds, item.Row.Sequence)).Row;
        return view.Ttl == TimeSpan.Zero || newest.EventTime >= question.Time - view.Ttl ? newest.Values : null;
    }
}
