using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Ingestion.Kafka;

namespace Catalog.Benchmarks.Ingest;

/// <summary>The topic on the broker: made, filled, and read by a consumer that does nothing else.</summary>
internal sealed class ReadingTopic : IDisposable
{
    private readonly string _address;
    private readonly IProducer<byte[], byte[]> _producer;

    internal ReadingTopic(string address)
    {
        KafkaLibrary.Require();
        _address = address;
        _producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = address, Acks = Acks.All, EnableIdempotence = true, LingerMs = 2, QueueBufferingMaxMessages = 1_000_000,
        }).SetLogHandler(static (_, _) => { }).Build();
    }

    internal async Task MakeAsync()
    {
        using var admin = AdminClients.Over(_producer.Handle);
        await admin.CreateTopicsAsync([new TopicSpecification { Name = Readings.Topic, NumPartitions = Readings.Partitions, ReplicationFactor = 1 }]);
    }

    /// <summary>Hands a record to the client, which sends it within milliseconds.</summary>
    internal void Send(long number, long vehicle, DateTime at)
    {
        var message = new Message<byte[], byte[]> { Key = Readings.Key(vehicle), Value = Readings.Value(number, vehicle, at) };
        while (true)
        {
            try
            {
                _producer.Produce(new TopicPartition(Readings.Topic, Readings.PartitionOf(vehicle)), message);
                return;
            }
            catch (ProduceException<byte[], byte[]> exception) when (exception.Error.Code == ErrorCode.Local_QueueFull)
            {
                _producer.Poll(TimeSpan.FromMilliseconds(10));
            }
        }
    }

    /// <summary>Sends a number of records whose times lie within the last half hour, and waits until the broker has them.</summary>
    internal void Fill(long records)
    {
        var begin = TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-30);
        for (var number = 0L; number < records; number++)
        {
            Send(number, Readings.VehicleOf(number), begin.AddTicks(number * TimeSpan.TicksPerMinute * 29 / records));
        }

        Flush();
    }

    internal void Flush()
    {
        if (_producer.Flush(TimeSpan.FromMinutes(2)) != 0)
        {
            throw new InvalidOperationException("The broker did not take all records within 2 minutes.");
        }
    }

    /// <summary>Reads the records from the first on and looks at nothing. Seconds from the first one to the last.</summary>
    internal double ReadBare(long records)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = _address, GroupId = "bare", EnableAutoCommit = false }).SetLogHandler(static (_, _) => { }).Build();
        consumer.Assign(Enumerable.Range(0, Readings.Partitions).Select(static partition => new TopicPartitionOffset(Readings.Topic, partition, Offset.Beginning)));
        var (count, bytes, clock) = (0L, 0L, new Stopwatch());
        while (count < records)
        {
            var record = consumer.Consume(TimeSpan.FromSeconds(30)) ?? throw new InvalidOperationException($"The bare consumer got {count} records in place of {records}.");
            clock.Start();
            count++;
            bytes += record.Message.Value.Length;
        }

        return bytes > 0 ? clock.Elapsed.TotalSeconds : 0;
    }

    /// <summary>Records in the topic.</summary>
    internal long Count()
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = _address, GroupId = "bare" }).SetLogHandler(static (_, _) => { }).Build();
        return Enumerable.Range(0, Readings.Partitions).Sum(partition => consumer.QueryWatermarkOffsets(new TopicPartition(Readings.Topic, partition), TimeSpan.FromSeconds(10)).High.Value);
    }

    public void Dispose() => _producer.Dispose();
}
