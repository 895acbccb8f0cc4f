using System.Globalization;
using System.Text;
using Catalog.Core.Values;
using Conformance;
using Conformance.Access;
using Conformance.Offline;
using FeatureStore.Compaction;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Explanations;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.Serving;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>One view with both stores: events arrive, lookups are asked and remembered, and a training set asks the same afterwards.</summary>
internal sealed class ServedAndTrained : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly ServiceProvider _services;
    private readonly FeatureView _view;
    private readonly InMemoryOfflineManifest _manifest = new();
    private readonly List<(long Key, Instant At, Value[] Values)> _served = [];
    private ViewWriter? _writer;

    internal ServedAndTrained(FeatureView view)
    {
        _view = view;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Catalog:DataDirectory"] = _directory.File("data"),
            ["FeatureStore:DataDirectory"] = _directory.File("data"),
            ["FeatureStore:ChunkSequences"] = "100",
            ["FeatureStore:Compaction:FilesPerMerge"] = "2",
        }).Build();
        Directory.CreateDirectory(_directory.File("data"));
        _services = new ServiceCollection().AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IFeatureRegistry>(new FakeFeatureRegistry(view))
            .AddSingleton<IComputedVersions>(new InMemoryComputedVersions())
            .AddSingleton<IConsumerStore, InMemoryConsumerStore>()
            .AddSingleton<IReadCountStore, InMemoryReadCountStore>()
            .AddSingleton<IOfflineManifest>(_manifest)
            .AddFeatureStore(configuration)
            .AddDuckDbOfflineStore(configuration)
            .BuildServiceProvider();
    }

    internal ManualClock Clock { get; } = new();

    internal int ServedCount => _served.Count;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Writes the events up to a sequence. <paramref name="restart"/> opens the writer anew, as after a crash.</summary>
    internal async Task ArriveAsync(IReadOnlyList<FeatureRow> log, int end, bool restart, bool flush)
    {
        if (_writer is null || restart)
        {
            _writer = await _services.GetRequiredService<ViewWriterFactory>().OpenAsync(_view, 0, Token);
        }

        var from = (int)_writer.Position;
        await _writer.WriteAsync([.. log.Skip(from).Take(end - from).Select(static row => row with { Values = [.. row.Values] })], end, Token);
        if (flush)
        {
            await _writer.FlushAsync(Token);
            await _services.GetRequiredService<OfflineCompactor>().CompactAsync(_view, Token);
        }
    }

    /// <summary>Looks keys up at a moment and remembers what came.</summary>
    internal async Task ServeAsync(Instant at, params long[] keys)
    {
        Clock.Set(new DateTimeOffset(at.ToDateTime(), TimeSpan.Zero));
        var request = new OnlineFeaturesRequest
        {
            Features = [.. _view.Features.Select(feature => $"{_view.Name}:{feature.Name}")],
            Entities = [new EntityColumn(_view.Entities[0].JoinKey, [.. keys.Select(static key => Value.Of(key))])],
        };
        var answer = await _services.GetRequiredService<OnlineFeatureService>().GetAsync(request, Token);
        _served.AddRange(keys.Select((key, row) => (key, at, answer.Columns.Skip(1).Select(column => column.Values[row]).ToArray())));
    }

    /// <summary>Asks everything that was served from the files, in another order, as it was known then.</summary>
    /// <returns>What was served and what is trained, row by row.</returns>
    /// <param name="random">Gives the order.</param>
    /// <param name="only">Asks what was served at this moment only; null for everything.</param>
    /// <param name="known">What all rows alike know; null for each as it was known at its time.</param>
    internal async Task<List<(long Key, Instant At, Value[] Served, Value[] Trained)>> TrainAsync(Random random, Instant? only = null, Instant? known = null)
    {
        await (_writer ?? throw new InvalidOperationException("Nothing has arrived.")).FlushAsync(Token);
        var asked = _served.Where(served => only is null || served.At == only).OrderBy(_ => random.Next()).ToList();
        var frame = new StringBuilder("id,t\n");
        foreach (var (key, at, _) in asked)
        {
            frame.Append(CultureInfo.InvariantCulture, $"{key},{at}\n");
        }

        await File.WriteAllTextAsync(_directory.File("frame.csv"), frame.ToString(), Token);
        var join = new TrainingJoin
        {
            Frame = new FrameFile(_directory.File("frame.csv"), "frame.csv"),
            TimestampColumn = "t",
            AsKnownAtEntityTime = known is null,
            AsKnownAt = known,
            OutputPath = _directory.File("out.parquet"),
            Views = [new TrainingJoinView(_view, await _manifest.GetSnapshotAsync(_view.Id, Token), [.. _view.Features.Select(static (feature, i) => (i, feature.Name))], ["id"])],
        };
        await _services.GetRequiredService<ITrainingSetEngine>().JoinAsync(join, null, Token);
        var trained = new List<Value[]>();
        await foreach (var row in _services.GetRequiredService<ITableReader>().ReadAsync(_directory.File("out.parquet"), 0, Token))
        {
            trained.Add(row);
        }

        return [.. asked.Zip(trained, static (served, row) => (served.Key, served.At, served.Values, row[2..]))];
    }

    /// <summary>Explains what a training row at a moment holds, as known then.</summary>
    internal Task<Explanation> ExplainAsync(string feature, long key, Instant at) => _services.GetRequiredService<ExplanationService>().ExplainAsync(
        new ExplanationRequest { Feature = $"{_view.Name}:{feature}", Entities = [new EntityColumn("id", [Value.Of(key)])], At = at, AsKnownAt = at }, Token);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _directory.Dispose();
    }
}
