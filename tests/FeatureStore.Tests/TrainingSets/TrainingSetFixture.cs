using Catalog.Core.Sharing;
using Catalog.Core.Values;
using Conformance.Offline;
using Conformance.TrainingSets;
using Conformance;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Selection;
using FeatureStore.TrainingSets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using System.Text;

namespace FeatureStore.Tests.TrainingSets;

/// <summary>The training-set services of one process over a folder and records that outlive it.</summary>
internal sealed class TrainingSetFixture : IAsyncDisposable
{
    internal static readonly FeatureView Profile = Views.View(
        "profile", [Views.Entity("customer_id")], Views.Feature("country", ScalarType.String), Views.Feature("spend", ScalarType.Double));

    internal static readonly FeatureView Pair = Views.View(
        "pair", [Views.Entity("customer_id"), Views.Entity("shop_id")], Views.Feature("visits", ScalarType.Int64));

    internal static readonly OnDemandFeatureView Check = new()
    {
        Name = "check",
        Version = 1,
        Domain = "d",
        Owner = "o",
        Sources = [new FeatureProjection("profile", ["spend"], null, new Dictionary<string, string>())],
        Requests = [new RequestSource("asked", [new RequestValue("basket", new DataType(ScalarType.Double), null)])],
        Features = [new OnDemandFeature { Name = "ratio", Type = new DataType(ScalarType.Double), Expression = "basket / spend" }],
    };

    private readonly TemporaryDirectory _directory = new();
    private TrainingSetRunner? _runner;

    internal TrainingSetFixture() => Restart();

    internal ManualClock Clock { get; } = new();

    internal FakeFeatureRegistry Registry { get; } = new(Profile, Pair);

    internal FakeTrainingSetEngine Engine { get; } = new();

    internal InMemoryTrainingSetStore Store { get; } = new();

    internal RecordingRunJournal Journal { get; } = new();

    internal InMemoryOfflineManifest Manifest { get; } = new();

    internal RecordingBarrier Barrier { get; } = new();

    internal FeatureStoreOptions Options => new() { DataDirectory = _directory.Path, TrainingSets = new TrainingSetOptions { MaxFrameBytes = 10_000 } };

    internal TrainingSetService Service { get; private set; } = null!; // Set by the constructor.

    internal TrainingSetReader Reader { get; private set; } = null!; // Set by the constructor.

    internal RebuildForecaster Forecaster { get; private set; } = null!; // Set by the constructor.

    internal TrainingSetShelf Shelf { get; private set; } = null!; // Set by the constructor.

    internal TrainingSetManifests Manifests { get; private set; } = null!; // Set by the constructor.

    internal FakeOfflineStorage Storage { get; } = new();

    internal static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Folders of training sets on disk.</summary>
    internal IReadOnlyList<string> Folders => Directory.Exists(_directory.File("training-sets"))
        ? [.. Directory.EnumerateDirectories(_directory.File("training-sets")).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Makes the services of a new process, which has not begun to work.</summary>
    internal void Restart()
    {
        var options = Microsoft.Extensions.Options.Options.Create(Options);
        var files = new TrainingSetFiles(options, Engine);
        var shelf = Shelf = new TrainingSetShelf(Store, files, Clock, NullLogger<TrainingSetShelf>.Instance);
        var served = new ServedVersions(Registry, new InMemoryComputedVersions(), Clock);
        var sources = new TrainingSetSources(served, Manifest, new ReplacedFiles(new InMemoryOfflineFiles(Clock), Manifest, Clock, options), Barrier);
        var maker = new TrainingSetMaker(sources, Engine, shelf, new ContentHashes(Storage), new FakeQualityResults());
        var builder = new TrainingSetBuilder(maker, shelf, Journal, NullLogger<TrainingSetBuilder>.Instance);
        _runner = new TrainingSetRunner(builder, shelf, new MemoryRunClaims(new MemoryLeases(Clock)), options, NullLogger<TrainingSetRunner>.Instance);
        Manifests = new TrainingSetManifests(Store, files, shelf, _runner, Clock);
        Service = new TrainingSetService(Store, files, new TrainingSetChecker(served, Engine), _runner, Clock);
        Reader = new TrainingSetReader(Store, files, Engine);
        Forecaster = new RebuildForecaster(sources, Engine, files);
    }

    internal Task StartAsync() => _runner!.StartAsync(Token); // Set by the constructor.

    internal Task StopAsync() => _runner!.StopAsync(Token); // Set by the constructor.

    internal Task<SpooledFrame> FrameAsync(string header = "customer_id,event_timestamp,label", string name = "labels.csv")
        => Service.ReceiveFrameAsync(name, new MemoryStream(Encoding.UTF8.GetBytes(header)), Token);

    /// <summary>Asks for a training set with a frame of the usual columns.</summary>
    internal async Task<TrainingSet> CreateAsync(string? name = "set", bool overwrite = false, params string[] features)
    {
        using var frame = await FrameAsync();
        return await Service.CreateAsync(Request(name, overwrite, features), frame, Token);
    }

    internal static TrainingSetRequest Request(string? name = "set", bool overwrite = false, params string[] features) => new()
    {
        Name = name,
        Overwrite = overwrite,
        Definition = new TrainingSetDefinition { Features = features.Length > 0 ? features : ["profile:spend"] },
    };

    /// <summary>Waits until the training set has ended and what only its building needed is gone, which is right after its record; gives the record.</summary>
    internal async Task<TrainingSet?> EndOfAsync(Guid id)
    {
        TrainingSet? set;
        while ((set = await Store.FindAsync(id, Token)) is { HasEnded: false } || Directory.Exists(_directory.File(Path.Combine("training-sets", id.ToString("N"), "checkpoints"))))
        {
            await Task.Yield();
        }

        return set;
    }

    public async ValueTask DisposeAsync()
    {
        Engine.Gate.TrySetResult();
        await StopAsync();
        _directory.Dispose();
        Storage.Dispose();
    }

    internal sealed class RecordingBarrier : IMaterializationBarrier
    {
        internal List<FeatureViewId> Flushed { get; } = [];

        public Task FlushAsync(FeatureViewId view, CancellationToken cancellationToken)
        {
            Flushed.Add(view);
            return Task.CompletedTask;
        }
    }
}
