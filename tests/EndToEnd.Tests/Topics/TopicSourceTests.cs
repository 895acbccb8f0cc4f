using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text;
using Conformance;
using EndToEnd.Tests.Infrastructure;
using EndToEnd.Tests.MainJob;

namespace EndToEnd.Tests.Topics;

/// <summary>
/// A source reads a topic of a real broker while records come, one in a hundred malformed, and processes sleep and die and the broker dies. In the end each record is exactly one event or one refused event, and what is
/// served follows from the accepted ones.
/// </summary>
public sealed class TopicSourceTests
{
    private const int Partitions = 6;
    private const int Records = 30_000;

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Ingestion__BatchRecords"] = "700",
        ["Ingestion__Partitions"] = "4",
        ["Ingestion__MaxRecordBytes"] = OrderTopic.MaxRecordBytes.ToString(CultureInfo.InvariantCulture),
        ["Ingestion__IdleFlush"] = "00:00:00.050",
        ["Ingestion__MaxRetryPause"] = "00:00:01",
        ["FeatureStore__ChunkSequences"] = "3000",
        ["Ingestion__EventLog__Kafka__SessionTimeout"] = "00:00:06",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_EmbeddedLog_ProcessAndBrokerKilled_EndsWithEachRecordOnce()
    {
        await using var kafka = await TestServers.KafkaAsync();
        await using var broker = new TopicBroker(kafka.Address);
        using var folder = new TemporaryDirectory();
        var settings = Merge(Settings, new() { ["Ingestion__Kafka__Connections__shop__BootstrapServers"] = kafka.Address, ["Ingestion__Kafka__Connections__shop__Timeout"] = "00:00:02" });
        await broker.MakeAsync(OrderTopic.Name, Partitions);
        await broker.MakeAsync("shop.orders.refused", 1);
        var producing = broker.ProduceMeanwhile(cancellationToken => Produce(broker, cancellationToken));

        await using (var first = await CatalogProcess.StartAsync(folder.Path, samples: false, Token, settings))
        {
            await ApplyAsync(first, "{name: shop.orders, connection: shop, dead_letter: shop.orders.refused}");
            await WaitForEventsAsync(first, Records / 10);
            await first.KillAsync();
        }

        for (var kill = 0; kill < 3; kill++)
        {
            await using var catalog = await CatalogProcess.StartAsync(folder.Path, samples: false, Token, settings);
            if (kill == 1)
            {
                await kafka.KillAsync();
                await kafka.StartAgainAsync();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(700), Token);
            await catalog.KillAsync();
        }

        await producing;
        await using var last = await CatalogProcess.StartAsync(folder.Path, samples: false, Token, settings);
        await AssertAllAsync(last, logPartitions: 4);

        // Sent before the batch counts, so that after a kill some may be there twice, but none is missing.
        var refused = broker.ReadAll("shop.orders.refused");
        Assert.Equal(BadPlaces(), refused.Select(Place).Distinct().Order());
    }

    [Fact]
    public async Task Read_LogOnKafka_WorkersComeSleepAndDie_EndsWithEachRecordAndDeadLetterOnce()
    {
        await using var servers = await EngineServers.StartAsync(Engines.All);
        await using var broker = new TopicBroker(servers.Kafka!.Address);
        using var folders = new TemporaryDirectory();
        var settings = Merge(Settings, servers.SettingsOf("topics"), new() { ["FeatureStore__DuckDb__RootDirectory"] = Path.Combine(folders.Path, "offline"), ["Ingestion__EventLog__Kafka__Timeout"] = "00:00:04" });
        await broker.MakeAsync(OrderTopic.Name, Partitions);
        await using var server = await StartAsync("server", "serve");
        await ApplyAsync(server, "{name: shop.orders}");
        var producing = broker.ProduceMeanwhile(cancellationToken => Produce(broker, cancellationToken));

        await using var stays = await StartAsync("one", "work");
        await WaitForEventsAsync(server, 1);
        await using var victim = await StartAsync("two", "work");
        await WaitForReadersAsync(server, 2);

        // Put to sleep in the middle of its work, it wakes when its partitions are another's.
        await stays.SignalAsync("STOP", Token);
        await WaitForReadersAsync(server, 1, gone: stays.Id);
        await stays.SignalAsync("CONT", Token);
        await WaitForReadersAsync(server, 2);
        await victim.KillAsync();
        await using var successor = await StartAsync("three", "work");
        await WaitForReadersAsync(server, 2, gone: victim.Id);
        await servers.Kafka.KillAsync();
        await servers.Kafka.StartAgainAsync();
        await producing;
        await AssertAllAsync(server, logPartitions: 4);

        AssertDeadLetters(broker.ReadAll("topics.orders.dead-letter"));

        Task<CatalogProcess> StartAsync(string name, string role) => CatalogProcess.StartAsync(
            Directory.CreateDirectory(Path.Combine(folders.Path, name)).FullName, samples: false, Token, Merge(settings, new() { ["Catalog__Roles__0"] = role }));
    }

    private static void Produce(TopicBroker broker, CancellationToken cancellationToken)
    {
        for (var number = 0; number < Records; number++)
        {
            broker.Produce(OrderTopic.Name, number % Partitions, OrderTopic.KeyOf(number), OrderTopic.ValueOf(number));
            if (number % 1_000 == 0)
            {
                cancellationToken.WaitHandle.WaitOne(TimeSpan.FromSeconds(1));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        broker.Flush(cancellationToken);
    }

    private static async Task ApplyAsync(CatalogProcess catalog, string topic)
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "shop.yaml"), OrderTopic.Definitions.Replace("TOPIC", topic, StringComparison.Ordinal), Token);
        (await Cli.RunAsync(catalog.Address, Token, "apply", folder.Path)).MustSucceed();
    }

    private static async Task<JsonElement> ReadSourceAsync(CatalogProcess catalog)
        => (await catalog.Http.GetFromJsonAsync<JsonElement>("/api/v1/sources", Token)).GetProperty("items").EnumerateArray().Single();

    private static async Task WaitForEventsAsync(CatalogProcess catalog, long events)
    {
        // Null while the log does not answer, or still counts.
        while ((await ReadSourceAsync(catalog)).GetProperty("events") is not { ValueKind: JsonValueKind.Number } count || count.GetInt64() < events)
        {
            await Task.Delay(50, Token);
        }
    }

    private static async Task WaitForReadersAsync(CatalogProcess server, int readers, int? gone = null)
    {
        while (true)
        {
            var status = await server.Http.GetFromJsonAsync<JsonElement>("/api/v1/status", Token);
            var owners = status.GetProperty("workers").EnumerateArray().Where(static worker => worker.GetProperty("subject").GetString() == "orders").ToList();
            if (owners.Count == Partitions && owners.Select(static owner => owner.GetProperty("process").GetString()).Distinct().Count() == readers
                && !owners.Exists(owner => owner.GetProperty("process").GetString()!.EndsWith($":{gone}", StringComparison.Ordinal)))
            {
                return;
            }

            await Task.Delay(200, Token);
        }
    }

    /// <summary>Waits until everything was read, and holds the log, the quarantine and the online store against what was produced.</summary>
    private static async Task AssertAllAsync(CatalogProcess catalog, int logPartitions)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var source = await ReadSourceAsync(catalog);
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(3), $"{source.GetProperty("topic")}\n{catalog.Output}");
            var partitions = source.GetProperty("topic").GetProperty("partitions").EnumerateArray().ToList();
            if (partitions.Count == Partitions && partitions.Sum(static partition => partition.GetProperty("position").GetInt64()) == Records
                && partitions.TrueForAll(static partition => partition.GetProperty("state").GetString() == "running"))
            {
                break;
            }

            await Task.Delay(100, Token);
        }

        var good = Enumerable.Range(0, Records).Where(static number => !OrderTopic.IsBad(number)).ToList();
        Assert.Equal(good, (await ReadEventsAsync(catalog, logPartitions)).Order());
        await AssertQuarantineAsync(catalog);
        foreach (var view in new[] { "last_order", "orders_of_a_week" })
        {
            await catalog.FlushAsync(view, Token);
        }

        var customers = good.GroupBy(OrderTopic.CustomerOf).OrderBy(static orders => orders.Key).ToList();
        var expected = customers.ConvertAll(static orders => string.Create(
            CultureInfo.InvariantCulture, $"{orders.Max()} {OrderTopic.AmountOf(orders.Max())} {orders.Count()} {orders.Sum(OrderTopic.AmountOf)}"));
        string[] features = ["last_order:order", "last_order:amount", "orders_of_a_week:orders", "orders_of_a_week:spent"];
        var served = await Lookups.ReadAsync(catalog, "customer_id", customers.ConvertAll(static orders => (object)orders.Key), features, Token);
        Assert.Equal(expected, served.ConvertAll(static row => string.Join(' ', row.Split('|')[1..].Select(static value => value.Split(' ')[0]))));
    }

    private static async Task<List<int>> ReadEventsAsync(CatalogProcess catalog, int logPartitions)
    {
        var numbers = new List<int>();
        for (var partition = 0; partition < logPartitions; partition++)
        {
            var lines = await catalog.Http.GetStringAsync($"/api/v1/sources/orders/events?partition={partition}&limit=1000000", Token);
            numbers.AddRange(lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("order_id").GetInt32()));
        }

        return numbers;
    }

    private static async Task AssertQuarantineAsync(CatalogProcess catalog)
    {
        var export = await catalog.Http.GetStringAsync("/api/v1/quarantine/export?source=orders&format=ndjson", Token);
        var refused = export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement).ToDictionary(NumberOf);
        Assert.Equal(BadNumbers(), refused.Keys.Order());
        foreach (var (number, item) in refused)
        {
            var (rule, reason) = OrderTopic.Kinds[OrderTopic.KindOf(number)];
            var violation = item.GetProperty("violations")[0];
            Assert.Equal(rule, violation.GetProperty("rule").GetString());
            Assert.StartsWith(reason, violation.GetProperty("message").GetString(), StringComparison.Ordinal);
            var value = OrderTopic.ValueOf(number) ?? [];
            Assert.Equal(value[..Math.Min(value.Length, OrderTopic.MaxRecordBytes)], item.GetProperty("rawBase64").GetBytesFromBase64());
        }
    }

    private static int NumberOf(JsonElement item)
    {
        var partition = int.Parse(item.GetProperty("origin").GetProperty("name").GetString()!.Split('/')[1], CultureInfo.InvariantCulture);
        return (int)(item.GetProperty("recordNumber").GetInt64() * Partitions) + partition;
    }

    private static void AssertDeadLetters(List<Confluent.Kafka.ConsumeResult<byte[]?, byte[]?>> records)
    {
        // One without headers only ends what the broker, when it was killed, forgot to end.
        var letters = records.FindAll(static record => record.Message is not { Value: null, Headers.Count: 0 });
        Assert.Equal(BadPlaces(), letters.Select(Place).Order());
        foreach (var letter in letters)
        {
            var number = (int)(TopicBroker.Number(letter, "catalog.offset") * Partitions + TopicBroker.Number(letter, "catalog.partition"));
            var (rule, reason) = OrderTopic.Kinds[OrderTopic.KindOf(number)];
            Assert.Equal(OrderTopic.KeyOf(number), letter.Message.Key);
            Assert.Equal(OrderTopic.ValueOf(number), letter.Message.Value);
            Assert.Contains(letter.Message.Headers, header => header.Key == "catalog.rule" && Encoding.UTF8.GetString(header.GetValueBytes()) == rule);
            Assert.Contains(letter.Message.Headers, header => header.Key == "catalog.reason" && Encoding.UTF8.GetString(header.GetValueBytes()).StartsWith(reason, StringComparison.Ordinal));
            string[] names = ["trace", "catalog.source", "catalog.topic", "catalog.connection", "catalog.contract", "catalog.contract-version"];
            Assert.Equal("t1 orders shop.orders default orders 1.2.0", string.Join(' ', names.Select(name => TopicBroker.Header(letter, name))));
        }
    }

    private static (long Partition, long Offset) Place(Confluent.Kafka.ConsumeResult<byte[]?, byte[]?> letter)
        => (TopicBroker.Number(letter, "catalog.partition"), TopicBroker.Number(letter, "catalog.offset"));

    private static IEnumerable<int> BadNumbers() => Enumerable.Range(0, Records).Where(OrderTopic.IsBad);

    private static IEnumerable<(long, long)> BadPlaces() => BadNumbers().Select(static number => ((long)(number % Partitions), (long)(number / Partitions))).Order();

    private static Dictionary<string, string> Merge(params Dictionary<string, string>[] settings) => new(settings.SelectMany(static some => some));
}
