using Catalog.Core.Events;
using Catalog.Core.Sharing;
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

    private ScheduleFixture(ScheduleFixture? beside, params IReadOnlyList<(string Key, string Value)> settings)
    {
        (Clock, Store, Leases) = beside is null ? (new TimerClock(), new InMemoryVerificationStore(), new MemoryLeases(TimeProvider.System)) : (beside.Clock, beside.Store, beside.Leases);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Catalog:DataDirectory", _directory.Path), .. settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))])
            .Build();
        _services = new ServiceCollection().AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<IFeatureRegistry>(new FakeFeatureRegistry())
            .AddSingleton<IOfflineManifest>(new InMemoryOfflineManifest())
            .AddSingleton<IOfflineFiles>(new InMemoryOfflineFiles(Clock))
            .AddSingleton<IVerificationStore>(Store)
            .AddSingleton<ILeases>(Leases)
            .AddSingleton<IRunJournal>(new RecordingRunJournal())
            .AddSingleton<IProofEngine, NoEngine>()
            .AddFeatureStore(configuration)
            .BuildServiceProvider();
        Scheduler = ActivatorUtilities.CreateInstance<VerificationScheduler>(_services);
    }

    internal TimerClock Clock { get; }

    internal InMemoryVerificationStore Store { get; }

    /// <summary>On a clock of their own: what the other one moves takes no time.</summary>
    internal MemoryLeases Leases { get; }

    internal ThisProcess Process => _services.GetRequiredService<ThisProcess>();

    internal VerificationScheduler Scheduler { get; }

    private VerificationRunner Runner => _services.GetRequiredService<VerificationRunner>();

    private LookupRecorder Recorder => _services.GetRequiredService<LookupRecorder>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static Task<ScheduleFixture> StartAsync(params (string Key, string Value)[] settings) => StartAsync(beside: null, settings);

    /// <summary>Starts one, over the store of another one if it is given: a second process with a log of its own.</summary>
    internal static async Task<ScheduleFixture> StartAsync(ScheduleFixture? beside, params (string Key, string Value)[] settings)
    {
        var fixture = new ScheduleFixture(beside, settings);
        await fixture.Leases.TryTakeAsync(ProcessPresence.LeaseOf(fixture.Process.Id), fixture.Process, TimeSpan.FromHours(1), Token);
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

    /// <summary>Completes when everybody knows what the log of this one holds.</summary>
    internal async Task ToldAsync(long end)
    {
        while (!(await Store.ListLogsAsync(Token)).Any(report => report.Log == Process.Id && report.End == end))
        {
            Clock.Advance(VerificationRunner.Poll);
            await Task.Yield();
        }
    }

    /// <summary>The end of the process as others see it.</summary>
    internal async Task LeaveAsync()
    {
        var lease = (await Leases.ListAsync(Token)).Single(lease => lease.Name == ProcessPresence.LeaseOf(Process.Id));
        await Leases.ReleaseAsync(lease, Token);
    }

    public async ValueTask DisposeAsync()
    {
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
