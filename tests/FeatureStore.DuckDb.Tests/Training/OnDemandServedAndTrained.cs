using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Catalog.Core.Events;
using Catalog.Core.Values;
using Conformance;
using Conformance.Access;
using Conformance.Offline;
using Conformance.Proof;
using Conformance.TrainingSets;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.Serving;
using FeatureStore.TrainingSets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>Views with both stores and an on-demand view over them: what a lookup answers, and what a training set of the same questions holds.</summary>
internal sealed class OnDemandServedAndTrained : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly ServiceProvider _services;
    private readonly InMemoryTrainingSetStore _sets = new();

    internal OnDemandServedAndTrained(params FeatureView[] views)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Catalog:DataDirectory"] = _directory.File("data"),
            ["FeatureStore:DataDirectory"] = _directory.File("data"),
        }).Build();
        Directory.CreateDirectory(_directory.File("data"));
        Registry = new FakeFeatureRegistry(views);
        _services = new ServiceCollection().AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IFeatureRegistry>(Registry)
            .AddSingleton<IComputedVersions>(new InMemoryComputedVersions())
            .AddSingleton<IConsumerStore, InMemoryConsumerStore>()
            .AddSingleton<IReadCountStore, InMemoryReadCountStore>()
            .AddSingleton<IOfflineManifest>(new InMemoryOfflineManifest())
            .AddSingleton<ITrainingSetStore>(_sets)
            .AddSingleton<IVerificationStore, InMemoryVerificationStore>()
            .AddSingleton<IRunJournal, RecordingRunJournal>()
            .AddFeatureStore(configuration)
            .AddDuckDbOfflineStore(configuration)
            .BuildServiceProvider();
    }

    internal ManualClock Clock { get; } = new();

    internal FakeFeatureRegistry Registry { get; }

    internal TrainingSetService Sets => _services.GetRequiredService<TrainingSetService>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Begins to build what is asked for.</summary>
    internal async Task StartAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StartAsync(Token);
        }
    }

    internal async Task WriteAsync(FeatureView view, IReadOnlyList<FeatureRow> log)
    {
        var writer = await _services.GetRequiredService<ViewWriterFactory>().OpenAsync(view, 0, Token);
        await writer.WriteAsync(log, log.Count, Token);
        await writer.FlushAsync(Token);
    }

    internal async Task<OnlineFeaturesResponse> ServeAsync(Instant at, IReadOnlyList<string> features, IReadOnlyList<EntityColumn> entities)
    {
        Clock.Set(new DateTimeOffset(at.ToDateTime(), TimeSpan.Zero));
        return await _services.GetRequiredService<OnlineFeatureService>().GetAsync(new OnlineFeaturesRequest { Features = features, Entities = entities }, Token);
    }

    /// <summary>Builds a training set of rows as JSON, and gives its columns and rows.</summary>
    internal async Task<TrainingSetPreview> TrainAsync(IReadOnlyList<string> features, IReadOnlyList<JsonObject> rows, bool asKnownAtEntityTime = false)
        => await TrainAsync(features, "rows.ndjson", string.Join('\n', rows.Select(static row => row.ToJsonString())), asKnownAtEntityTime);

    internal Task<TrainingSetPreview> TrainAsync(IReadOnlyList<string> features, string frame, string text, bool asKnownAtEntityTime = false)
        => TrainAsync(new TrainingSetDefinition { Features = features, AsKnownAtEntityTime = asKnownAtEntityTime }, frame, text);

    internal async Task<TrainingSetPreview> TrainAsync(TrainingSetDefinition definition, string frame, string text)
    {
        var set = await EndOfAsync(definition, frame, text);
        Assert.True(set.State == TrainingSetState.Completed, set.ErrorMessage);
        return await _services.GetRequiredService<TrainingSetReader>().PreviewAsync(set.Name, int.MaxValue, Token);
    }

    /// <summary>Asks for a training set and waits until it has ended.</summary>
    internal Task<TrainingSet> EndOfAsync(IReadOnlyList<string> features, string frame, string text) => EndOfAsync(new TrainingSetDefinition { Features = features }, frame, text);

    private async Task<TrainingSet> EndOfAsync(TrainingSetDefinition definition, string frame, string text)
    {
        using var spooled = await Sets.ReceiveFrameAsync(frame, new MemoryStream(Encoding.UTF8.GetBytes(text)), Token);
        var name = string.Create(CultureInfo.InvariantCulture, $"set-{spooled.ByteCount}-{Guid.CreateVersion7():N}");
        var set = await Sets.CreateAsync(new TrainingSetRequest { Name = name, Definition = definition }, spooled, Token);
        while (await _sets.FindAsync(set.Id, Token) is { } now)
        {
            if (now.HasEnded)
            {
                return now;
            }

            await Task.Yield();
        }

        throw new InvalidOperationException("The training set is gone.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
        _directory.Dispose();
    }
}
