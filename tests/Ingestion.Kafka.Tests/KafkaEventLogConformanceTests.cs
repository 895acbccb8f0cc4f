using Conformance.EventLog;
using Ingestion.Kafka.Tests.Servers;
using Ingestion.Ports;

namespace Ingestion.Kafka.Tests;

/// <summary>The suite with the default settings.</summary>
public sealed class KafkaEventLogConformanceTests(SharedBroker broker) : EventLogConformance
{
    protected override async Task<EventLogFixture> CreateFixtureAsync() => new KafkaFixture(await broker.AddressAsync(), configure: null);
}

/// <summary>The suite with nothing held in memory, one connection of each kind and small reads, so that every read goes to the broker.</summary>
public sealed class KafkaEventLogSmallMemoryConformanceTests(SharedBroker broker) : EventLogConformance
{
    protected override async Task<EventLogFixture> CreateFixtureAsync() => new KafkaFixture(
        await broker.AddressAsync(),
        static options => (options.TailBytes, options.Readers, options.Appenders, options.IdleProducers, options.MaxReadBytes) = (1, 1, 1, 1, 100));
}

internal sealed class KafkaFixture(string address, Action<KafkaEventLogOptions>? configure) : EventLogFixture
{
    private readonly string _project = TestKafkaLog.NewProject();
    private KafkaEventLog? _log;

    public override IEventLog Log => _log ??= TestKafkaLog.Open(address, _project, configure);

    // The brokers' clock cannot be put forward, so a moment to come is waited for.
    public override TimeSpan FarthestMoment => TimeSpan.FromSeconds(2);

    public override async Task ReopenAsync()
    {
        if (_log is not null)
        {
            await _log.DisposeAsync();
        }

        _log = null;
    }

    public override async ValueTask DisposeAsync() => await ReopenAsync();
}
