using System.Collections.Concurrent;
using Catalog.Core.Events;
using Catalog.Core.Values;
using Conformance;
using Conformance.Access;
using Conformance.Erasures;
using Conformance.Offline;
using Conformance.Proof;
using Conformance.TrainingSets;
using FeatureStore.Compaction;
using FeatureStore.DuckDb.Tests.Support;
using FeatureStore.Erasures;
using FeatureStore.Materialization;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Rows;
using FeatureStore.TrainingSets;
using FeatureStore.Verifications;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace FeatureStore.DuckDb.Tests.Erasures;

/// <summary>Views with both stores, training sets, compaction and all that erases; the runner of erasures is not started, so that a test decides when one is carried out.</summary>
internal sealed class ErasureFixture : IAsyncDisposable, IMaterializationBarrier
{
    private readonly TempDirectory _directory = new();
    private readonly ConcurrentDictionary<FeatureViewId, Writing> _writers = new();
    private readonly ServiceProvider _services;

    internal ErasureFixture(params FeatureView[] views)
        : this(refused: null, views)
    {
    }

    /// <param name="refused">The quarantine; null where there is none.</param>
    /// <param name="views">The views.</param>
    internal ErasureFixture(IRefusedEvents? refused, params FeatureView[] views)
    {
        Registry = new FakeFeatureRegistry(views);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Catalog:DataDirectory"] = _directory.File("data"),
            ["FeatureStore:ChunkSequences"] = "40",
            ["FeatureStore:Compaction:FilesPerMerge"] = "2",
            ["FeatureStore:LookupLog:SampleRate"] = "1",
        }).Build();
        Directory.CreateDirectory(_directory.File("data"));
        var services = new ServiceCollection();
        if (refused is not null)
        {
            services.AddSingleton(refused);
        }

        _services = services.AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IFeatureRegistry>(Registry)
            .AddSingleton<IMaterializationBarrier>(this)
            .AddSingleton<IComputedVersions>(new InMemoryComputedVersions())
            .AddSingleton<IConsumerStore, InMemoryConsumerStore>()
            .AddSingleton<IReadCountStore, InMemoryReadCountStore>()
            .AddSingleton<IOfflineManifest>(Manifest)
            .AddSingleton<ITrainingSetStore>(Sets)
            .AddSingleton<IVerificationStore>(new InMemoryVerificationStore())
            .AddSingleton<IOneSidedKeys>(new InMemoryOneSidedKeys())
            .AddSingleton<IErasureStore>(Store)
            .AddSingleton<IRunJournal>(new RecordingRunJournal())
            .AddFeatureStore(configuration)
            .AddDuckDbOfflineStore(configuration)
            .BuildServiceProvider();
    }

    internal ManualClock Clock { get; } = new();

    internal FakeFeatureRegistry Registry { get; }

    internal InMemoryErasureStore Store { get; } = new();

    internal InMemoryOfflineManifest Manifest { get; } = new();

    internal InMemoryTrainingSetStore Sets { get; } = new();

    internal ErasureService Erasures => _services.GetRequiredService<ErasureService>();

    internal IOnlineStore Online => _services.GetRequiredService<IOnlineStore>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Starts what builds training sets.</summary>
    internal async Task<ErasureFixture> StartAsync()
    {
        await Get<TrainingSetRunner>().StartAsync(Token);
        return this;
    }

    /// <summary>Orders an erasure and carries it out; each time that it dies on the way it is taken up again.</summary>
    internal async Task<Erasure> EraseAsync(bool forever = false, params (string JoinKey, Value Value)[] key)
    {
        var asked = await Erasures.RequestAsync(new ErasureRequest { Key = key.ToDictionary(static part => part.JoinKey, static part => part.Value), Forever = forever }, Token);
        while (await Store.FindAsync(asked.Id, Token) is { HasEnded: false } erasure)
        {
            try
            {
                await Get<ErasureMaker>().MakeAsync(erasure, Token);
            }
            catch (OperationCanceledException) when (!Token.IsCancellationRequested)
            {
                // It died; the next process takes it up.
            }
        }

        var ended = await Erasures.GetAsync(asked.Id, Token);
        Assert.True(ended.State == ErasureState.Completed, ended.ErrorMessage);
        return ended;
    }

    /// <summary>Writes the events up to a sequence, which is their place in the log.</summary>
    internal async Task ArriveAsync(FeatureView view, IReadOnlyList<FeatureRow> log, int end, bool flush = false, bool restart = false)
    {
        var writing = _writers.GetOrAdd(view.Id, static _ => new Writing());
        await writing.Turn.WaitAsync(Token);
        try
        {
            if (restart || writing.Writer is null)
            {
                writing.Writer = await Get<ViewWriterFactory>().OpenAsync(view, 0, Token);
            }

            FeatureRow[] rows = [.. log.Skip((int)writing.Writer.Position).Take(end - (int)writing.Writer.Position).Select(static row => row with { Values = [.. row.Values] })];
            await writing.Writer.WriteAsync(rows, end, Token);
            if (flush)
            {
                await writing.Writer.FlushAsync(Token);
            }
        }
        finally
        {
            writing.Turn.Release();
        }
    }

    public async Task FlushAsync(FeatureViewId view, CancellationToken cancellationToken)
    {
        if (_writers.TryGetValue(view, out var writing))
        {
            await writing.Turn.WaitAsync(cancellationToken);
            try
            {
                await (writing.Writer?.FlushAsync(cancellationToken) ?? Task.CompletedTask);
            }
            finally
            {
                writing.Turn.Release();
            }
        }
    }

    internal Task CompactAsync(FeatureView view) => Get<OfflineCompactor>().CompactAsync(view, Token);

    /// <summary>The rows of a key in the recorded files, in order.</summary>
    internal async Task<List<KeyRow>> ReadAsync(FeatureView view, params Value[] key)
    {
        using var reading = Get<ReplacedFiles>().BeginRead();
        var snapshot = await Manifest.GetSnapshotAsync(view.Id, Token);
        using var rows = await Get<IKeyHistory>().OpenAsync(view, snapshot, key, new ViewColumns(view).All, Token);
        return await rows.ReadAsync(new KeyRange(), Token).ToListAsync(Token);
    }

    /// <summary>The bytes that the online store has for a key in each row of the view; empty where there is none.</summary>
    internal async Task<List<string>> ServedAsync(FeatureView view, params Value[] key)
    {
        var names = new OnlineLayout(view).All.ToList();
        var rows = new ReadOnlyMemory<byte>[names.Count];
        await Online.ReadAsync([EntityKey.Create(view.Entities, key)], names, rows, Token);
        return [.. rows.Select(static row => Convert.ToHexString(row.Span))];
    }

    public async ValueTask DisposeAsync()
    {
        await Get<TrainingSetRunner>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        _directory.Dispose();
    }

    private sealed class Writing
    {
        internal SemaphoreSlim Turn { get; } = new(1, 1);

        internal ViewWriter? Writer { get; set; }
    }
}
