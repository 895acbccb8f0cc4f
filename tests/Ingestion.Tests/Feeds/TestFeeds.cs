using System.Text;
using Catalog.Core.Model;
using Catalog.Core.Values;
using Conformance;
using Conformance.ExternalTopics;
using Ingestion.Batches;
using Ingestion.Captures;
using Ingestion.Changes;
using Ingestion.Embedded;
using Ingestion.Events;
using Ingestion.Feeds;
using Ingestion.Formats;
using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Ingestion.Pushes;
using Ingestion.Sharing;
using Ingestion.Tests.Captures;
using Ingestion.Tests.Embedded;
using Ingestion.Tests.Testing;
using Ingestion.Topics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Ingestion.Tests.Feeds;

/// <summary>One "process" that reads a topic or a table in memory into the source <c>orders</c>, over the stored state of a test, with the real embedded event log.</summary>
internal sealed class TestFeeds : IAsyncDisposable
{
    internal const string Topic = "shop.orders";

    private readonly TestLog _log;
    private readonly SourceLocks _locks = new();
    private readonly FeedService _service;

    private TestFeeds(StoredState state, MemoryTopics topics, IChangeCaptures captures, ISourceRegistry sources, CrashPoint crash, IPipelineStatuses pipelines, IPayloadFormat? payloads)
    {
        _log = TestLog.Open(state.LogDirectory);
        state.Quarantine.Crash = state.Uniqueness.Crash = crash;
        var log = new CrashingEventLog(_log.Log, crash);
        var clock = TimeProvider.System;
        var options = Options.Create(new IngestionOptions
        {
            BatchRecords = 3, MaxRecordBytes = 1_024, MaxRetryPause = TimeSpan.FromMilliseconds(50), DefinitionsPoll = TimeSpan.FromMilliseconds(10), IdleFlush = TimeSpan.FromMilliseconds(10), MaxLagEvents = 10,
        });
        var writer = new BatchWriter(log, state.Quarantine, state.Uniqueness, _locks, clock);
        var services = new FeedPumpServices(
            writer, sources, new RecordReaderFactory(FakeTable.Empty, [payloads ?? new JsonPayloads(), new DebeziumPayloads()], options),
            new PushPressure(log, pipelines, options), options, clock, new RecordingLogger<FeedPump>());
        var partitions = new TopicPartitions(topics, clock);
        var factory = new FeedPumpFactory(services, topics, partitions, captures, new FeedRuns(new PumpRunOpener(state.Journal, state.Jobs, clock), state.Checks));
        var shared = new SharedPumps(new SoleShares(), new NoReports(), sources, new ProcessName(), clock, new RecordingLogger<SharedPumps>());
        _service = new FeedService(sources, log, factory, partitions, new LeftSlots(captures, sources, clock), shared, options, clock, new RecordingLogger<FeedService>());
    }

    internal IReadOnlyList<TopicStatus> Statuses => _service.Statuses;

    internal IReadOnlyList<CaptureStatus> Captures => _service.Captures;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static async Task<TestFeeds> StartAsync(
        StoredState state, MemoryTopics topics, TopicStart start = TopicStart.Earliest, CrashPoint? crash = null, IPipelineStatuses? pipelines = null, string? deadLetter = null,
        IPayloadFormat? payloads = null)
    {
        var known = Orders.Sources(FileFormat.Ndjson);
        var source = known.Sources[0] with { Topic = new SourceTopic { Name = Topic, Connection = MemoryTopics.Connection, Start = start, DeadLetter = deadLetter } };
        var test = new TestFeeds(
            state, topics, new NoCaptures(), new FixedSources(source, Orders.Contract(new ContractProperty { Name = "id", Required = true, Unique = true })), crash ?? new CrashPoint(), pipelines ?? new FixedPipelines(), payloads);
        await ((IHostedService)test._service).StartAsync(Token);
        await test._service.StartedAsync(Token);
        return test;
    }

    internal static async Task<TestFeeds> StartAsync(StoredState state, MemoryCaptures captures, ISourceRegistry sources, CrashPoint? crash = null)
    {
        var test = new TestFeeds(state, new MemoryTopics(), captures, sources, crash ?? new CrashPoint(), new FixedPipelines(), null);
        await ((IHostedService)test._service).StartAsync(Token);
        await test._service.StartedAsync(Token);
        return test;
    }

    internal static FeedRecord Record(string? value, string key = "k") => new(0, Encoding.UTF8.GetBytes(key), value is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(value), []);

    internal static FeedRecord Order(string id, int second = 0) => Record($$"""{"id":"{{id}}","at":"2026-01-01T00:00:{{second:00}}Z","amount":1}""");

    /// <summary>Waits until the readers are as the test wants them.</summary>
    internal async Task WaitAsync(Predicate<IReadOnlyList<TopicStatus>> isThere)
    {
        while (!isThere(Statuses))
        {
            await Task.Delay(5, Token);
        }
    }

    /// <summary>Waits until everything up to these offsets, by partition, was read.</summary>
    internal Task WaitForAsync(params long[] ends)
        => WaitAsync(statuses => statuses.Count == ends.Length && statuses.All(status => status.State == PipelineState.Running && status.Position >= ends[status.Partition]));

    /// <summary>Ids of the accepted events, in order.</summary>
    internal async Task<List<string>> ReadIdsAsync()
    {
        var ids = new List<string>();
        while (await _log.Log.ReadAsync("orders", 0, ids.Count, 10_000, Token) is { Count: > 0 } records)
        {
            ids.AddRange(records.Select(static record => EventPayload.Decode(record.Payload.Span, out _)[0].AsString()));
        }

        return ids;
    }

    public async ValueTask DisposeAsync()
    {
        await ((IHostedService)_service).StopAsync(CancellationToken.None);
        _service.Dispose();
        _locks.Dispose();
        await _log.DisposeAsync();
    }
}
