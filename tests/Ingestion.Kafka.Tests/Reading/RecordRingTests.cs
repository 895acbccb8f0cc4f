using Catalog.Core.Values;
using Ingestion.Kafka.Reading;
using Ingestion.Ports;

namespace Ingestion.Kafka.Tests.Reading;

public sealed class RecordRingTests
{
    [Theory]
    [InlineData(1, 4_000)]
    [InlineData(2, 40_000)]
    [InlineData(3, 400_000)]
    public void CopyFrom_AfterManyRecordsOfAllSizes_GivesTheNewestAsAListWould(int seed, int maxBytes)
    {
        var random = new Random(seed);
        var ring = new RecordRing(maxBytes);
        var held = new List<LogRecord>();
        var offset = 0L;
        for (var turn = 0; turn < 3_000; turn++)
        {
            offset += random.Next(1, 4);
            var record = new LogRecord(offset, new Instant(turn), Bytes(random.Next(20), random), Bytes(random.Next(100) == 0 ? random.Next(80_000) : random.Next(400), random));
            held.Add(record);
            long? dropped = null;
            while (held.Count > 1 && held.Sum(SizeOf) > maxBytes)
            {
                dropped = held[0].Offset + 1;
                held.RemoveAt(0);
            }

            Assert.Equal(dropped, ring.Add(record));
            Assert.Equal(held.Count, ring.Count);
        }

        Assert.Equal(held.Select(Describe), ring.CopyFrom(0, int.MaxValue, int.MaxValue).Select(Describe));
        var middle = held[held.Count / 2].Offset;
        Assert.Equal(held.Where(record => record.Offset >= middle).Take(3).Select(Describe), ring.CopyFrom(middle, 3, int.MaxValue).Select(Describe));
    }

    [Fact]
    public void CopyFrom_RecordsThatAreDroppedAfterwards_StayAsTheyWere()
    {
        var ring = new RecordRing(2_000);
        ring.Add(new LogRecord(0, default, "key"u8.ToArray(), "first"u8.ToArray()));
        var copied = ring.CopyFrom(0, 1, int.MaxValue)[0];
        for (var offset = 1; offset < 10_000; offset++)
        {
            ring.Add(new LogRecord(offset, default, "other"u8.ToArray(), "another"u8.ToArray()));
        }

        Assert.Equal("key"u8.ToArray(), copied.Key.ToArray());
        Assert.Equal("first"u8.ToArray(), copied.Payload.ToArray());
    }

    [Fact]
    public void Add_ArrayThatIsChangedAfterwards_KeepsWhatWasAdded()
    {
        var ring = new RecordRing(2_000);
        byte[] payload = [1, 2, 3];
        ring.Add(new LogRecord(0, default, default, payload));
        payload[0] = 9;

        Assert.Equal([1, 2, 3], ring.CopyFrom(0, 1, int.MaxValue)[0].Payload.ToArray());
    }

    private static long SizeOf(LogRecord record) => record.Key.Length + record.Payload.Length + 64;

    private static string Describe(LogRecord record)
        => $"{record.Offset} {record.ArrivalTime.UnixMicroseconds} {Convert.ToHexString(record.Key.Span)} {Convert.ToHexString(record.Payload.Span)}";

    private static byte[] Bytes(int count, Random random)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
