using System.Buffers;
using Catalog.Core.Values;
using Conformance;
using Conformance.Offline;
using Conformance.Proof;
using FeatureStore.Model;
using FeatureStore.Ports;
using Ingestion.Embedded;
using Ingestion.Enrichments;
using Ingestion.Events;
using Ingestion.Model;
using Ingestion.Pipelines;
using Ingestion.Ports;
using Ingestion.Tests.Pipelines;
using Ingestion.Tests.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ingestion.Tests.Enrichments;

/// <summary>
/// Tickets with the tier of their customer and the number of an earlier ticket (<c>rich</c>), and tiers with the tier that the customer's last ticket had (<c>richer</c>, which waits for
/// <c>rich</c>), made by the pumps over a real log and a real online store in a folder; the offline side is in memory and outlives a restart.
/// </summary>
internal sealed class TestEnrichment : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly EmbeddedEventLog _log;

    private TestEnrichment(ServiceProvider services) => (_services, _log) = (services, services.GetRequiredService<EmbeddedEventLog>());

    internal static Source Tickets { get; } = Raw("tickets", "number");

    internal static Source Tiers { get; } = Raw("tiers", "tier");

    internal static Source Rich { get; } = Made(
        "rich", Tickets, new Enrichment { View = "customer_tier", On = [new("customer", "customer")], Features = [new("tier", "tier")] },
        new Enrichment { View = "last_ticket", On = [new("customer", "customer")], Features = [new("number", "previous")] });

    internal static Source Richer { get; } = Made(
        "richer", Tiers, new Enrichment { View = "ticket_tier", On = [new("customer", "customer")], Features = [new("tier", "ticket_tier"), new("previous", "previous")] });

    internal EnrichmentService Enrichments => _services.GetRequiredService<EnrichmentService>();

    internal PipelineService Views => _services.GetRequiredService<PipelineService>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static FeatureView TierView(TimeSpan ttl = default, bool strictBefore = false, bool online = true)
        => View("customer_tier", "tiers", "tier") with { Ttl = ttl, StrictBefore = strictBefore, Online = online };

    internal static FeatureView LastTicketView(TimeSpan ttl = default, bool strictBefore = true) => View("last_ticket", "tickets", "number") with { Ttl = ttl, StrictBefore = strictBefore };

    internal static FeatureView TicketTierView() => View("ticket_tier", "rich", "tier", "previous");

    /// <summary>Starts the pumps on a folder.</summary>
    internal static async Task<TestEnrichment> StartAsync(EnrichmentState state, ISourceRegistry? sources = null, CrashPoint? crash = null)
    {
        var services = new ServiceCollection()
            .AddSingleton(sources ?? new ManySources(Tickets, Tiers, Rich, Richer))
            .AddSingleton<IPastRows>(new InMemoryPastRows(state.Files))
            .AddSingleton<IOneSidedKeys>(state.OneSided)
            .AddSingleton<EmbeddedEventLog>()
            .AddSingleton<IEventLog>(provider => crash is null
                ? provider.GetRequiredService<EmbeddedEventLog>()
                : new CrashingEventLog(provider.GetRequiredService<EmbeddedEventLog>(), crash));
        TestPipeline.AddPumps(
            services, state.Folder, state.Views, state.Manifest, state.Files, state.Jobs, state.Journal, state.Versions, [("Ingestion:EventLog:Embedded:Fsync", "false"), ("Ingestion:BatchRecords", "7")]);
        var test = new TestEnrichment(services.BuildServiceProvider());
        await test._log.EnsureTopicAsync(Tickets.Name, 1, Token);
        await test._log.EnsureTopicAsync(Tiers.Name, 1, Token);
        foreach (var service in new PumpService[] { test.Views, test.Enrichments })
        {
            await ((IHostedService)service).StartAsync(Token);
            await service.StartedAsync(Token);
        }

        return test;
    }

    /// <summary>Appends events: customer, second of the day, value.</summary>
    internal async Task AppendAsync(string source, EventTargets targets, params (long? Customer, int? Second, long? Value)[] events)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await _log.AppendAsync(source, new AppendBatch([.. events.Select(item => new NewLogEvent(default, EventPayload.Encode(
            buffer, 1, targets, [Of(item.Customer), item.Second is { } second ? Value.Of(new Instant(second * 1_000_000L)) : Value.Null, Of(item.Value)])))]), Token);

        static Value Of(long? value) => value is { } whole ? Value.Of(whole) : Value.Null;
    }

    /// <summary>Waits until everything in the logs has been enriched.</summary>
    internal async Task SettleAsync(params (string Source, string Stream)[] made)
    {
        foreach (var (source, stream) in made)
        {
            var end = await _log.GetEndOffsetAsync(stream, 0, Token);
            while (true)
            {
                try
                {
                    await _services.GetRequiredService<StreamPositions>().WaitAsync(source, stream, 0, end, Token);
                    break;
                }
                catch (IngestionException)
                {
                    // The pump could not go on and tries again.
                }
            }
        }
    }

    /// <summary>The events of a topic as they are stored.</summary>
    internal async Task<List<StoredEvent>> ReadAsync(string source)
    {
        var events = new List<StoredEvent>();
        while (await _log.GetPartitionCountAsync(source, Token) > 0 && await _log.ReadAsync(source, 0, events.Count, 100, Token) is { Count: > 0 } records)
        {
            foreach (var record in records)
            {
                var values = EventPayload.Decode(record.Payload.Span, out var head);
                events.Add(new StoredEvent(record.Offset, head.ArrivalOf(record), head.Targets, head.SourceVersion, values));
            }
        }

        return events;
    }

    public async ValueTask DisposeAsync()
    {
        await ((IHostedService)Enrichments).StopAsync(CancellationToken.None);
        await ((IHostedService)Views).StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
    }

    private static Source Raw(string name, string value) => new()
    {
        Name = name, Version = 1, Domain = "d", Owner = "o", Format = FileFormat.Csv, TimestampColumn = "at",
        Columns = [Column("customer", ScalarType.Int64), Column("at", ScalarType.Timestamp), Column(value, ScalarType.Int64)],
    };

    internal static Source Made(string name, Source stream, params Enrichment[] enrichments) => stream with
    {
        Name = name, Version = 1, From = stream.Name, Enrichments = enrichments,
        Columns = [.. stream.Columns, .. enrichments.SelectMany(static enrichment => enrichment.Features).Select(static feature => Column(feature.Column, ScalarType.Int64))],
    };

    private static SourceColumn Column(string name, ScalarType type) => new() { Name = name, From = name, Type = new(type) };

    private static FeatureView View(string name, string source, params string[] features) => new()
    {
        Name = name, Version = 1, Domain = "d", Owner = "o", Entities = [TestPipeline.Customer], Source = source, TimestampColumn = "at",
        Features = [.. features.Select(static feature => new Feature { Name = feature, Type = new(ScalarType.Int64), From = feature })],
    };
}
