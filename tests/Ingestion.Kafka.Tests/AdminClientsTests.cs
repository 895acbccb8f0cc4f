using Confluent.Kafka;
using Ingestion.Kafka.Tests.Servers;

namespace Ingestion.Kafka.Tests;

/// <summary>Alone in its process at that time, because it looks at what the process works.</summary>
[CollectionDefinition(nameof(AdminClientsTests), DisableParallelization = true)]
public sealed class AloneCollection;

[Collection(nameof(AdminClientsTests))]
public sealed class AdminClientsTests(SharedBroker broker)
{
    private const int Clients = 4;
    private const int Spells = 10;

    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(0.7);

    [Fact]
    public async Task A_client_with_nothing_to_do_sleeps()
    {
        var config = new ProducerConfig { BootstrapServers = await broker.AddressAsync() };
        KafkaLibrary.Require();
        using var producer = new ProducerBuilder<Null, Null>(config).Build();
        var admins = Enumerable.Range(0, Clients).Select(_ => AdminClients.Over(producer.Handle)).ToList();
        Assert.NotEmpty(admins[0].GetMetadata(TimeSpan.FromMinutes(1)).Brokers);

        // What other tests left behind may still be cleared away meanwhile, so one quiet spell of some is enough. Each client that does not sleep works for every whole spell, on a core or a part of one.
        var worked = TimeSpan.MaxValue;
        for (var spell = 0; spell < Spells && worked >= Allowed; spell++)
        {
            var before = Environment.CpuUsage.TotalTime;
            await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
            var now = Environment.CpuUsage.TotalTime - before;
            worked = now < worked ? now : worked;
        }

        admins.ForEach(static admin => admin.Dispose());
        Assert.True(worked < Allowed, $"The process worked for at least {worked.TotalSeconds:0.0} s of each 2 s.");
    }
}
