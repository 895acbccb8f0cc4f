using System.Collections.Concurrent;
using System.Globalization;
using Catalog.Core.Events;
using Catalog.Core.Values;
using Conformance;
using Conformance.Access;
using Conformance.Offline;
using Conformance.Proof;
using Conformance.TrainingSets;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Explanations;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Rows;
using FeatureStore.Serving;
using FeatureStore.Verifications;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FeatureStore.DuckDb.Tests.Proof;

/// <summary>Views with both stores and everything that logs lookups and compares them.</summary>
internal sealed class ProofFixture : IAsyncDisposable
{
    private readonly TempDirectory _directory = new();
    private readonly ConcurrentDictionary<string, ViewWriter> _writers = new();
    private readonly ServiceProvider _services;

    internal ProofFixture(FeatureView[] views, double sampleRate = 1, IMaterializationBarrier? barrier = null)
    {
        Registry = new FakeFeatureRegistry(views);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Catalog:DataDirectory"] = _directory.File("data"),
            ["FeatureStore:ChunkSequences"] = "100",
            ["FeatureStore:LookupLog:SampleRate"] = sampleRate.ToString(CultureInfo.InvariantCulture),
        }).Build();
        Directory.CreateDirectory(_directory.File("data"));
        var services = new ServiceCollection();
        if (barrier is not null)
        {
            services.AddSingleton(barrier);
        }

        _services = services.AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IFeatureRegistry>(Registry)
            .AddSingleton<IComputedVersions>(new InMemoryComputedVersions())
            .AddSingleton<IConsumerStore, InMemoryConsumerStore>()
            .AddSingleton<IReadCountStore, InMemoryReadCountStore>()
            .AddSingleton<IOfflineManifest>(new InMemoryOfflineManifest())
            .AddSingleton<ITrainingSetStore>(new InMemoryTrainingSetStore())
            .AddSingleton<IVerificationStore>(Store)
            .AddSingleton<IOneSidedKeys>(OneSided)
            .AddSingleton<IRunJournal>(Journal)
            .AddFeatureStore(configuration)
            .AddDuckDbOfflineStore(configuration)
            .BuildServiceProvider();
    }

    internal ManualClock Clock { get; } = new();

    internal FakeFeatureRegistry Registry { get; }

    internal InMemoryOneSidedKeys OneSided { get; } = new();

    internal InMemoryVerificationStore Store { get; } = new();

    internal RecordingRunJournal Journal { get; } = new();

    internal LookupRecorder Recorder => _services.GetRequiredService<LookupRecorder>();

    internal ExplanationService Explanations => _services.GetRequiredService<ExplanationService>();

    internal DirectWriter Direct => _services.GetRequiredService<DirectWriter>();

    internal IOnlineStore OnlineStore => _services.GetRequiredService<IOnlineStore>();

    internal ILookupLog Log => _services.GetRequiredService<ILookupLog>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal async Task<ProofFixture> StartAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>())
        {
            await service.StartAsync(Token);
        }

        return this;
    }

    /// <summary>Writes the events up to a sequence.</summary>
    /// <param name="view">The view.</param>
    /// <param name="log">All events.</param>
    /// <param name="end">One past the last to write.</param>
    /// <param name="restart">Opens the writer anew, as after a crash.</param>
    /// <param name="flush">Writes the file.</param>
    /// <param name="offline">Which of them go to the offline store; null for all.</param>
    internal async Task ArriveAsync(FeatureView view, IReadOnlyList<FeatureRow> log, int end, bool restart = false, bool flush = false, Predicate<FeatureRow>? offline = null)
    {
        if (restart || !_writers.TryGetValue(view.Name, out var writer))
        {
            writer = _writers[view.Name] = await _services.GetRequiredService<ViewWriterFactory>().OpenAsync(view, 0, Token);
        }

        FeatureRow[] rows = [.. log.Skip((int)writer.Position).Take(end - (int)writer.Position).Select(static row => row with { Values = [.. row.Values] })];
        await writer.WriteAsync(rows, offline is null ? rows : [.. rows.Where(row => offline(row))], end, Token);
        if (flush)
        {
            await writer.FlushAsync(Token);
        }
    }

    internal Task<OnlineFeaturesResponse> ServeAsync(FeatureView view, params long[] keys) => ServeAsync(
        [.. view.Features.Select(feature => $"{view.Name}:{feature.Name}")], [new EntityColumn(view.Entities[0].JoinKey, [.. keys.Select(static key => Value.Of(key))])]);

    internal async Task<OnlineFeaturesResponse> ServeAsync(IReadOnlyList<string> features, IReadOnlyList<EntityColumn> entities)
        => await _services.GetRequiredService<OnlineFeatureService>().GetAsync(new OnlineFeaturesRequest { Features = features, Entities = entities }, Token);

    internal async Task FlushAsync()
    {
        foreach (var writer in _writers.Values)
        {
            await writer.FlushAsync(Token);
        }
    }

    internal async Task<(Verification Verification, IReadOnlyList<ViewAgreement> Views)> VerifyAsync(VerificationRequest? request = null)
    {
        await FlushAsync();
        var asked = await _services.GetRequiredService<VerificationService>().RequestAsync(request ?? new VerificationRequest(), Token);
        var ended = await Store.WaitForEndAsync(asked.Id, Token);
        Assert.True(ended.State == VerificationState.Completed, ended.ErrorMessage);
        return (ended, await Store.GetAgreementsAsync(asked.Id, Token));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services.GetServices<IHostedService>().Reverse())
        {
            await service.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
        _directory.Dispose();
    }
}
