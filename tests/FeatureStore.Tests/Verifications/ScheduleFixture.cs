using Catalog.Core.Events;
using Catalog.Core.Values;
using Conformance;
using Conformance.Offline;
using Conformance.Proof;
using FeatureStore.Model;
using FeatureStore.Ports;
using FeatureStore.Proof;
using FeatureStore.Rows;
using FeatureStore.Serving;
using FeatureStore.Verifications;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FeatureStore.Tests.Verifications;

/// <summary>A lookup log and all that compares it. No view is defined, so that nothing of it can be compared, only looked at.</summary>
internal sealed class ScheduleFixture : IAsyncDisposable
{
    private static readonly LookupShape Shape = new(null, new FeatureViewId("gone", 1), TimeSpan.Zero, strictBefore: false, ["amount"], ownRows: 0);

    private static readonly Entity Customer = new() { Name = "customer", JoinKey = "id", Type = new DataType(ScalarType.Int64), Domain = "shop", Owner = "crew" };

    private readonly TemporaryDirectory _directory = new();
    private readonly ServiceProvider _services;

    private ScheduleFixture(params IReadOnlyList<(string Key, string Value)> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Catalog:DataDirectory", _directory.Path), .. settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))])
            .Build();
        _services = new ServiceCollection().AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IFeatureRegistry>(new FakeFeatureRegistry())
            .AddSingleton<IOfflineManifest>(new InMemoryOfflineManifest())
            .AddSingleton<IOfflineFiles>(new InMemoryOfflineFiles(Clock))
            .AddSingleton<IVerificationStore>(Store)
            .AddSingleton<IRunJournal>(new RecordingRunJournal())
            .AddSingleton<IProofEngine, NoEngine>()
            .AddFeatureStore(configuration)
            .BuildServiceProvider();
        Scheduler = ActivatorUtilities.CreateInstance<VerificationScheduler>(_services);
    }

    internal TimerClock Clock { get; } = new();

    internal InMemoryVerificationStore Store { get; } = new();

    internal VerificationScheduler Scheduler { get; }

    private VerificationRunner Runner => _services.GetRequiredService<VerificationRunner>();

    private LookupRecorder Recorder => _services.GetRequiredService<LookupRecorder>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static async Task<ScheduleFixture> StartAsync(params (string Key, string Value)[] settings)
    {
        var fixture = new ScheduleFixture(settings);
        await fixture.Recorder.StartAsync(Token);
        await fixture.Runner.StartAsync(Token);
        return fixture;
    }

    /// <summary>Logs so many lookups.</summary>
    internal async Task LogAsync(int count) => await _services.GetRequiredService<ILookupLog>().AppendAsync(
        [.. Enumerable.Range(0, count).Select(static i => new LoggedLookup
        {
            Shape = Shape,
            Key = EntityKey.Create([Customer], [Value.Of((long)i)]),
            Time = default,
            Applied = 0,
            Seen = [-1],
            Values = [Value.Null],
            Statuses = [FieldStatus.NotFound],
            EventTimes = [default],
        })],
        Token);

    internal Task<IReadOnlyList<Verification>> ListAsync() => Store.ListAsync(view: null, before: null, count: 10, Token);

    /// <summary>The newest of so many verifications, once it has ended and nothing is being made any more.</summary>
    internal async Task<Verification> EndOfAsync(int count)
    {
        IReadOnlyList<Verification> all;
        while ((all = await ListAsync()).Count < count || !all[0].HasEnded || Runner.IsBusy)
        {
            await Task.Yield();
        }

        Assert.True(all[0].State == VerificationState.Completed, all[0].ErrorMessage);
        return all[0];
    }

    public async ValueTask DisposeAsync()
    {
        Scheduler.Dispose();
        await Runner.StopAsync(CancellationToken.None);
        await Recorder.StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        _directory.Dispose();
    }

    private sealed class NoEngine : IProofEngine
    {
        public Task RunAsync(FeatureView view, OfflineSnapshot snapshot, IAsyncEnumerable<ProofQuestion> questions, LookupSweep sweep, IProgress<long>? answered, CancellationToken cancellationToken)
            => throw new InvalidOperationException("Nothing can be compared here.");
    }
}
