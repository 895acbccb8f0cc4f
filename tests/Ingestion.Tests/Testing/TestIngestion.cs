using Catalog.Core.Sharing;
using Catalog.Core.Values;
using Conformance;
using FeatureStore.Ports;
using Ingestion.Batches;
using Ingestion.Embedded;
using Ingestion.Events;
using Ingestion.Files;
using Ingestion.Formats;
using Ingestion.Jobs;
using Ingestion.Model;
using Ingestion.Ports;
using Ingestion.Replays;
using Ingestion.Sharing;
using Ingestion.Tests.Embedded;
using Microsoft.Extensions.Options;

namespace Ingestion.Tests.Testing;

/// <summary>One "process" that ingests over the stored state of a test, with the real embedded event log.</summary>
internal sealed class TestIngestion : IAsyncDisposable
{
    private readonly TestLog _log;
    private readonly SourceLocks _locks = new();
    private readonly JobRunner _runner;
    private readonly Spool _spool;
    private readonly string _topic;

    public TestIngestion(StoredState state, ISourceRegistry sources, CrashPoint? crash = null, int batchRecords = 5_000, ITableReader? table = null)
    {
        _topic = sources.Sources[0].Name;
        _log = TestLog.Open(state.LogDirectory);
        state.Quarantine.Crash = state.Uniqueness.Crash = crash ?? new CrashPoint();
        var log = new CrashingEventLog(_log.Log, crash ?? new CrashPoint());
        var options = Options.Create(new IngestionOptions { SpoolDirectory = state.SpoolDirectory, BatchRecords = batchRecords });
        var clock = TimeProvider.System;
        var readers = new RecordReaderFactory(table ?? FakeTable.Empty, [new JsonPayloads()], options);
        _spool = new Spool(options);
        var writer = new BatchWriter(log, state.Quarantine, state.Uniqueness, _locks, clock);
        var ledger = new FileLedger(log, writer, state.Quarantine, state.Checks, clock, options);
        var handler = new FileJobHandler(sources, readers, ledger, _spool, clock, options);
        var replays = new ReplayJobHandler(sources, readers, new ReplayLedger(log, writer, state.Quarantine, clock, options), clock, options);
        var leases = new MemoryLeases(clock);
        var owner = ThisProcess.Alone();
        var owners = new JobOwners(leases, new MemoryRunClaims(leases), owner);
        var executor = new JobExecutor(state.Journal, [handler, replays], owner, clock, new RecordingLogger<JobExecutor>());
        _runner = new JobRunner(executor, state.Jobs, new SoleShares(), owners, options, clock, new RecordingLogger<JobRunner>());
        Replays = new ReplayService(sources, state.Jobs, state.Quarantine, state.Uniqueness, readers, _runner, clock, options);
        Service = new IngestionService(sources, state.Jobs, _runner, new FileGate(sources, state.Jobs, readers, _spool, clock, options), owners, clock);
    }

    public IngestionService Service { get; }

    public ReplayService Replays { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Task ResumeAsync() => new JobResumption(_runner, _spool, TimeProvider.System, new RecordingLogger<JobResumption>()).StartAsync(Token);

    public Task<IngestionJob> StartAsync(Stream content, bool force = false)
        => Service.StartFileAsync(new FileUpload { Source = _topic, Name = "file", Content = content, Force = force }, Token);

    public async Task<IngestionJob> IngestAsync(Stream content, bool force = false)
        => await WaitAsync((await StartAsync(content, force)).RunId);

    public Task<IngestionJob> StartReplayAsync(params string[] rules)
        => Replays.StartAsync(new QuarantineFilter { Source = _topic, Rules = rules }, "ann", Token);

    public async Task<IngestionJob> ReplayAsync(params string[] rules) => await WaitAsync((await StartReplayAsync(rules)).RunId);

    public Task<IngestionJob> WaitAsync(Guid runId) => Service.WaitAsync(_topic, runId, Token);

    /// <summary>Payloads of the log, in order.</summary>
    public async Task<List<ReadOnlyMemory<byte>>> ReadLogAsync()
    {
        var payloads = new List<ReadOnlyMemory<byte>>();
        while (await _log.Log.ReadAsync(_topic, 0, payloads.Count, 10_000, Token) is { Count: > 0 } records)
        {
            payloads.AddRange(records.Select(static record => record.Payload));
        }

        return payloads;
    }

    public static Value[] Decode(ReadOnlyMemory<byte> payload) => EventPayload.Decode(payload.Span, out _);

    public async ValueTask DisposeAsync()
    {
        await _runner.DisposeAsync();
        _locks.Dispose();
        await _log.DisposeAsync();
    }
}
