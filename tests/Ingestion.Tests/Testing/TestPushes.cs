using Catalog.Core.Sharing;
using Catalog.Core.Values;
using Conformance;
using Ingestion.Batches;
using Ingestion.Events;
using Ingestion.Files;
using Ingestion.Formats;
using Ingestion.Jobs;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Ingestion.Pushes;
using Ingestion.Tests.Embedded;
using Microsoft.Extensions.Options;
using System.Text;

namespace Ingestion.Tests.Testing;

/// <summary>One "process" that takes pushes over the stored state of a test, with the real embedded event log. Its keeper is asked by hand.</summary>
internal sealed class TestPushes : IAsyncDisposable
{
    private readonly TestLog _log;
    private readonly SourceLocks _locks = new();
    private readonly string _topic;
    private readonly PushRunOpener _opener;

    public TestPushes(StoredState state, ISourceRegistry sources, CrashPoint? crash = null, IPipelineStatuses? pipelines = null, Action<IngestionOptions>? configure = null)
    {
        _topic = sources.Sources[0].Name;
        _log = TestLog.Open(state.LogDirectory);
        state.Quarantine.Crash = state.Uniqueness.Crash = crash ?? new CrashPoint();
        var log = new CrashingEventLog(_log.Log, crash ?? new CrashPoint());
        var settings = new IngestionOptions { SpoolDirectory = state.SpoolDirectory, BatchRecords = 2 };
        configure?.Invoke(settings);
        var options = Options.Create(settings);
        var leases = new MemoryLeases(Clock);
        var owners = new JobOwners(leases, new MemoryRunClaims(leases), ThisProcess.Alone());
        _opener = new PushRunOpener(state.Journal, state.Jobs, state.Checks, sources, owners, Clock);
        Runs = new PushRuns(_opener, options, new RecordingLogger<PushRuns>());
        var ingester = new PushIngester(
            log, new BatchWriter(log, state.Quarantine, state.Uniqueness, _locks, Clock), new RecordReaderFactory(FakeTable.Empty, [new JsonPayloads()], options), Runs, options, Clock);
        Service = new PushService(
            new PushTargets(sources, options), new PushPressure(log, pipelines ?? new NoPipelines(), options), ingester, new Spool(options), options);
    }

    public ManualClock Clock { get; } = new();

    public PushService Service { get; }

    public PushRuns Runs { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task<PushResult> PushAsync(string lines, string? key = null, EventTargets targets = EventTargets.Both)
        => PushAsync(new MemoryStream(Encoding.UTF8.GetBytes(lines)), key, targets);

    public Task<PushResult> PushAsync(Stream content, string? key = null, EventTargets targets = EventTargets.Both)
        => Service.PushAsync(new PushRequest { Source = _topic, Content = content, IdempotencyKey = key, Targets = targets }, Token);

    /// <summary>Ends the runs that an earlier process left.</summary>
    public Task EndAbandonedAsync() => _opener.EndAbandonedAsync(alsoMine: true, Token);

    /// <summary>The events of the log in order: their targets and values.</summary>
    public async Task<List<(EventTargets Targets, Value[] Values)>> ReadLogAsync()
    {
        await _log.Log.EnsureTopicAsync(_topic, 1, Token);
        var events = new List<(EventTargets, Value[])>();
        foreach (var record in await _log.Log.ReadAsync(_topic, 0, 0, 10_000, Token))
        {
            var values = EventPayload.Decode(record.Payload.Span, out var head);
            events.Add((head.Targets, values));
        }

        return events;
    }

    public async ValueTask DisposeAsync()
    {
        Runs.Dispose();
        _locks.Dispose();
        await _log.DisposeAsync();
    }
}
