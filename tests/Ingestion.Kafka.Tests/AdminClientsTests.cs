using System.Diagnostics;
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

    [Fact]
    public async Task A_client_with_nothing_to_do_sleeps()
    {
        var config = new ProducerConfig { BootstrapServers = await broker.AddressAsync() };
        KafkaLibrary.Require();
        using var producer = new ProducerBuilder<Null, Null>(config).Build();
        var admins = Enumerable.Range(0, Clients).Select(_ => AdminClients.Over(producer.Handle)).ToList();
        Assert.NotEmpty(admins[0].GetMetadata(TimeSpan.FromMinutes(1)).Brokers);

        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        process.Refresh();
        var worked = process.TotalProcessorTime - before;
        admins.ForEach(static admin => admin.Dispose());

        // Each one that does not sleep works for these two seconds, on a core or a part of one.
        Assert.True(worked < TimeSpan.FromSeconds(0.7), $"The process worked for {worked.TotalSeconds:0.0} s of 2 s.");
    }
}
