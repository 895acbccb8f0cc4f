using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Conformance;
using EndToEnd.Tests.Infrastructure;
using Ingestion.Kafka.Tests.Registry;

namespace EndToEnd.Tests.Topics;

/// <summary>A source reads records of Avro, in two versions of their schema, from a topic of a real broker; one in a hundred is malformed, and the registry is away at first.</summary>
public sealed class RegistryTopicTests
{
    private const int Records = 10_000;
    private const int Partitions = 2;
    private const string First = """{"type":"record","name":"Order","fields":[{"name":"id","type":"long"},{"name":"customer","type":"int"},{"name":"at","type":{"type":"long","logicalType":"timestamp-millis"}},{"name":"amount","type":["null","double"]}]}""";
    private const string Second = """{"type":"record","name":"Order","fields":[{"name":"channel","type":{"type":"enum","name":"Channel","symbols":["SHOP","WEB"]}},{"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},{"name":"id","type":"int"},{"name":"customer","type":"long"},{"name":"amount","type":{"type":"bytes","logicalType":"decimal","precision":10,"scale":2}}]}""";

    private static readonly string[] Reasons =
    [
        "It names schema '999', which the registry does not have.",
        "It begins with the byte 0x7b, not with 0x00 and the id of a schema.",
        "It names schema '3' of the type JSON, but the topic is declared as AVRO.",
        "It does not fit its schema '1': it ends in the middle of a value.",
        "It names schema '4', which describes no record, so it has no fields for columns to be read from.",
    ];

    private static readonly DateTimeOffset Day = new(DateTime.UtcNow.Date.AddDays(-1), TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_AvroWithOneInAHundredMalformed_WaitsForTheRegistryAndRefusesThoseOnly()
    {
        await using var kafka = await TestServers.KafkaAsync();
        await using var registry = new RegistryServer { Status = 503 };
        registry.Add(1, First);
        registry.Add(2, Second);
        registry.Add(3, "{}", "JSON");
        registry.Add(4, "\"string\"");
        using var broker = new TopicBroker(kafka.Address);
        await broker.MakeAsync(OrderTopic.Name, Partitions);
        for (var number = 0; number < Records; number++)
        {
            broker.Produce(OrderTopic.Name, number % Partitions, key: null, ValueOf(number));
        }

        broker.Flush();
        using var folder = new TemporaryDirectory();
        await using var catalog = await CatalogProcess.StartAsync(folder.Path, samples: false, Token, new Dictionary<string, string>
        {
            ["Ingestion__MaxRetryPause"] = "00:00:01",
            ["Ingestion__Kafka__Connections__shop__BootstrapServers"] = kafka.Address,
            ["Ingestion__Kafka__Connections__shop__SchemaRegistry__Url"] = registry.Url,
        });
        await ApplyAsync(catalog);

        var failing = await WaitAsync(catalog, static partitions => partitions.Exists(static partition => partition.GetProperty("state").GetString() == "failing"));
        Assert.Contains(failing, static partition => partition.GetProperty("error").GetString() is { } error && error.EndsWith("answers with status 503. Look at the registry's log.", StringComparison.Ordinal));
        registry.Status = 0;
        await WaitAsync(catalog, static partitions => partitions.Count == Partitions && partitions.Sum(static partition => partition.GetProperty("position").GetInt64()) == Records);

        var good = Enumerable.Range(0, Records).Where(static number => !OrderTopic.IsBad(number)).Select(static number => (number, number % 97, number / 4.0)).ToList();
        Assert.Equal(good, (await ReadEventsAsync(catalog)).Order());
        await AssertQuarantineAsync(catalog);
    }

    private static byte[] ValueOf(int number)
    {
        var payload = number % 2 == 0 ? FirstOf(number) : SecondOf(number);
        if (!OrderTopic.IsBad(number))
        {
            return payload;
        }

        return (number / 100 % Reasons.Length) switch
        {
            0 => WithId(payload, 999),
            1 => "{\"id\": 7}"u8.ToArray(),
            2 => WithId(payload, 3),
            3 => WithId(FirstOf(number)[..^3], 1),
            _ => WithId(payload, 4),
        };
    }

    private static byte[] FirstOf(int number)
    {
        var amount = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(amount, number / 4.0);
        return [0, 0, 0, 0, 1, .. Zigzag(number), .. Zigzag(number % 97), .. Zigzag(Day.AddMilliseconds(number).ToUnixTimeMilliseconds()), 2, .. amount];
    }

    private static byte[] SecondOf(int number)
    {
        var cents = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(cents, number * 25);
        return [0, 0, 0, 0, 2, .. Zigzag(number / 2 % 2), .. Zigzag(Day.AddMilliseconds(number).ToUnixTimeMilliseconds() * 1_000), .. Zigzag(number), .. Zigzag(number % 97), 8, .. cents];
    }

    private static byte[] WithId(byte[] payload, int id)
    {
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(1), id);
        return payload;
    }

    private static byte[] Zigzag(long value)
    {
        var bytes = new List<byte>();
        var left = (ulong)((value << 1) ^ (value >> 63));
        for (; left > 127; left >>= 7)
        {
            bytes.Add((byte)(left | 128));
        }

        return [.. bytes, (byte)left];
    }

    private static async Task ApplyAsync(CatalogProcess catalog)
    {
        using var folder = new TemporaryDirectory();
        var definitions = OrderTopic.Definitions.Replace("TOPIC", "{name: shop.orders, connection: shop, format: avro}", StringComparison.Ordinal);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "shop.yaml"), definitions, Token);
        (await Cli.RunAsync(catalog.Address, Token, "apply", folder.Path)).MustSucceed();
    }

    private static async Task<List<JsonElement>> WaitAsync(CatalogProcess catalog, Func<List<JsonElement>, bool> isThere)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var source = (await catalog.Http.GetFromJsonAsync<JsonElement>("/api/v1/sources", Token)).GetProperty("items").EnumerateArray().Single();
            var partitions = source.GetProperty("topic").GetProperty("partitions").EnumerateArray().ToList();
            if (isThere(partitions))
            {
                return partitions;
            }

            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"{source.GetProperty("topic")}\n{catalog.Output}");
            await Task.Delay(100, Token);
        }
    }

    private static async Task<List<(int Id, int Customer, double Amount)>> ReadEventsAsync(CatalogProcess catalog)
    {
        var lines = await catalog.Http.GetStringAsync("/api/v1/sources/orders/events?partition=0&limit=1000000", Token);
        return [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement)
            .Select(static item => (item.GetProperty("order_id").GetInt32(), item.GetProperty("customer_id").GetInt32(), item.GetProperty("amount").GetDouble()))];
    }

    private static async Task AssertQuarantineAsync(CatalogProcess catalog)
    {
        var export = await catalog.Http.GetStringAsync("/api/v1/quarantine/export?source=orders&format=ndjson", Token);
        var refused = export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement).ToDictionary(NumberOf);
        Assert.Equal(Enumerable.Range(0, Records).Where(OrderTopic.IsBad), refused.Keys.Order());
        foreach (var (number, item) in refused)
        {
            var violation = item.GetProperty("violations")[0];
            Assert.Equal("malformed", violation.GetProperty("rule").GetString());
            Assert.Equal(Reasons[number / 100 % Reasons.Length], violation.GetProperty("message").GetString());
            Assert.Equal(ValueOf(number), item.GetProperty("rawBase64").GetBytesFromBase64());
        }
    }

    private static int NumberOf(JsonElement item)
    {
        var partition = int.Parse(item.GetProperty("origin").GetProperty("name").GetString()!.Split('/')[1], CultureInfo.InvariantCulture);
        return (int)(item.GetProperty("recordNumber").GetInt64() * Partitions) + partition;
    }
}
