using System.Diagnostics;
using Confluent.Kafka;
using Conformance;
using Ingestion.Kafka.Topics;
using Ingestion.Ports;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Servers;

namespace Ingestion.Kafka.Tests.Topics;

/// <summary>What a reader of a topic says while the broker is away, and when it comes back.</summary>
public sealed class TopicOutageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_BrokerAway_FailsAfterTheTimeoutAndAnotherReaderGoesOn()
    {
        await using var server = await TestServers.KafkaAsync();
        var options = new KafkaConnectionsOptions();
        options.Connections.Add("shop", new KafkaConnection { BootstrapServers = server.Address, Timeout = TimeSpan.FromSeconds(2) });
        using var topics = new ExternalTopics(Options.Create(options), log: null, NullLogger<ExternalTopics>.Instance);
        var place = new TopicPlace("orders", 0);
        await ProduceAsync(server, "0");
        using var reader = topics.Open("shop", place, 0);
        Assert.Equal(1, (await reader.ReadAsync(10, 1_000, TimeSpan.FromSeconds(30), Token)).Next);
        await reader.ReadAsync(10, 1_000, TimeSpan.FromSeconds(1), Token);
        _ = await topics.GetExtentAsync("shop", place, Token); // From here on the client knows whom to ask.
        await server.KillAsync();

        var watch = Stopwatch.StartNew();
        var away = await Assert.ThrowsAsync<IngestionException>(async () => await ReadUntilItFailsAsync(reader));
        Assert.Equal(IngestionErrorCode.TopicUnavailable, away.ErrorCode);
        Assert.Contains("Ingestion:Kafka:Connections:shop:BootstrapServers", away.Message, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));

        await server.StartAgainAsync();
        await ProduceAsync(server, "1");
        using var next = topics.Open("shop", place, 1);
        Assert.Equal("1", TestKafkaLog.Text(Assert.Single((await next.ReadAsync(10, 1_000, TimeSpan.FromSeconds(30), Token)).Records).Value));
    }

    private static async Task ProduceAsync(KafkaServer server, string value)
    {
        KafkaLibrary.Require();
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = server.Address }).SetLogHandler(static (_, _) => { }).Build();
        await producer.ProduceAsync("orders", new Message<byte[]?, byte[]?> { Value = System.Text.Encoding.UTF8.GetBytes(value) }, Token);
    }

    private static async Task ReadUntilItFailsAsync(ITopicReader reader)
    {
        for (var turn = 0; turn < 40; turn++)
        {
            await reader.ReadAsync(10, 1_000, TimeSpan.FromMilliseconds(500), Token);
        }
    }
}
