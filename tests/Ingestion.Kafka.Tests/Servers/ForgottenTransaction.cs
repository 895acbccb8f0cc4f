using System.Buffers.Binary;
using System.Net.Sockets;
using System.Numerics;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Ingestion.Kafka.Tests.Servers;

/// <summary>
/// Leaves records in partitions as a broker does that was restarted between the decision to commit and the records that end the transaction there (KAFKA-20734): the coordinator knows of no
/// transaction, the partitions of one that is not ended. No client does so, hence the bytes.
/// </summary>
internal sealed class ForgottenTransaction : IDisposable
{
    private const short Produce = 0;
    private const short InitProducerId = 22;
    private const short Transactional = 0x10;

    private readonly TcpClient _client;
    private readonly string _id;
    private long _producerId;
    private short _epoch;

    private ForgottenTransaction(TcpClient client, string id) => (_client, _id) = (client, id);

    /// <summary>Takes a transactional id over.</summary>
    public static async Task<ForgottenTransaction> BeginAsync(string address, string id)
    {
        await AllowAsync(address);
        var colon = address.LastIndexOf(':');
        var client = new TcpClient();
        await client.ConnectAsync(address[..colon], int.Parse(address[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture));
        var transaction = new ForgottenTransaction(client, id);
        var answer = await transaction.AskAsync(InitProducerId, 1, [.. String(id), .. Int32(60_000)]);
        Check(BinaryPrimitives.ReadInt16BigEndian(answer.AsSpan(4)));
        transaction._producerId = BinaryPrimitives.ReadInt64BigEndian(answer.AsSpan(6));
        transaction._epoch = BinaryPrimitives.ReadInt16BigEndian(answer.AsSpan(14));
        return transaction;
    }

    /// <summary>Appends the first record of the transaction to a topic's partition 0.</summary>
    public async Task AppendAsync(string topic, byte[] key, byte[] value)
    {
        var batch = Batch(key, value);
        var answer = await AskAsync(
            Produce, 3, [.. String(_id), .. Int16(-1), .. Int32(30_000), .. Int32(1), .. String(topic), .. Int32(1), .. Int32(0), .. Int32(batch.Length), .. batch]);
        Check(BinaryPrimitives.ReadInt16BigEndian(answer.AsSpan(4 + 2 + topic.Length + 4 + 4)));
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Brokers ask their coordinator about records of transactions, unless they are told not to.</summary>
    private static async Task AllowAsync(string address)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = address }).Build();
        var broker = new ConfigResource { Type = ResourceType.Broker, Name = admin.GetMetadata(TimeSpan.FromSeconds(30)).Brokers[0].BrokerId.ToString(System.Globalization.CultureInfo.InvariantCulture) };
        await admin.AlterConfigsAsync(new() { [broker] = [new() { Name = "transaction.partition.verification.enable", Value = "false" }] });
        while ((await admin.DescribeConfigsAsync([broker]))[0].Entries["transaction.partition.verification.enable"].Value != "false")
        {
            await Task.Delay(20);
        }
    }

    private byte[] Batch(byte[] key, byte[] value)
    {
        byte[] record = [0, 0, 0, .. VarInt(key.Length), .. key, .. VarInt(value.Length), .. value, 0];
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        byte[] summed =
        [
            .. Int16(Transactional), .. Int32(0), .. Int64(now), .. Int64(now), .. Int64(_producerId), .. Int16(_epoch), .. Int32(0), .. Int32(1), .. VarInt(record.Length), .. record,
        ];
        var sum = ~summed.Aggregate(uint.MaxValue, static (sum, next) => BitOperations.Crc32C(sum, next));
        return [.. Int64(0), .. Int32(4 + 1 + 4 + summed.Length), .. Int32(-1), 2, .. Int32((int)sum), .. summed];
    }

    private async Task<byte[]> AskAsync(short kind, short version, byte[] body)
    {
        var stream = _client.GetStream();
        byte[] request = [.. Int16(kind), .. Int16(version), .. Int32(1), .. String("test"), .. body];
        await stream.WriteAsync((byte[])[.. Int32(request.Length), .. request]);
        var length = new byte[4];
        await stream.ReadExactlyAsync(length);
        var answer = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await stream.ReadExactlyAsync(answer);
        return answer[4..];
    }

    private static void Check(short error)
    {
        if (error != 0)
        {
            throw new KafkaException((ErrorCode)error);
        }
    }

    private static byte[] String(string text) => [.. Int16((short)text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] VarInt(int value)
    {
        var bytes = new List<byte>();
        for (var left = (uint)(value << 1); ; left >>= 7)
        {
            if (left < 0x80)
            {
                return [.. bytes, (byte)left];
            }

            bytes.Add((byte)(left | 0x80));
        }
    }

    private static byte[] Int16(short value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteInt16BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Int32(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Int64(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes;
    }
}
