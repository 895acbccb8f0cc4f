using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Conformance;
using EndToEnd.Tests.Infrastructure;
using Ingestion.Kafka.Tests.Registry;

namespace EndToEnd.Tests.Topics;

/// <summary>
/// A source reads records that name their schema in a registry, in two versions of it, from a topic of a real broker; one in a hundred is refused, and the registry is away at first. Those whose schema was
/// missing are replayed when it is there.
/// </summary>
public sealed class RegistryTopicTests
{
    private const int Records = 10_000;
    private const int Partitions = 2;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("avro")]
    [InlineData("protobuf")]
    [InlineData("json_schema")]
    public async Task Read_OneInAHundredIsRefused_WaitsForTheRegistryRefusesThoseOnlyAndReplaysThem(string format)
    {
        var orders = RegistryOrders.Of(format);
        await using var kafka = await TestServers.KafkaAsync();
        await using var registry = new RegistryServer { Status = 503 };
        orders.AddTo(registry);
        await using var broker = new TopicBroker(kafka.Address);
        await broker.MakeAsync(OrderTopic.Name, Partitions);
        for (var number = 0; number < Records; number++)
        {
            broker.Produce(OrderTopic.Name, number % Partitions, key: null, orders.ValueOf(number));
        }

        broker.Flush(Token);
        using var folder = new TemporaryDirectory();
        var settings = new Dictionary<string, string>
        {
            ["Ingestion__MaxRetryPause"] = "00:00:01",
            ["Ingestion__Kafka__Connections__shop__BootstrapServers"] = kafka.Address,
            ["Ingestion__Kafka__Connections__shop__SchemaRegistry__Url"] = registry.Url,
        };
        await using (var catalog = await CatalogProcess.StartAsync(folder.Path, samples: false, Token, settings))
        {
            await ApplyAsync(catalog, format);
            var failing = await WaitAsync(catalog, static partitions => partitions.Exists(static partition => partition.GetProperty("state").GetString() == "failing"));
            Assert.Contains(failing, static partition => partition.GetProperty("error").GetString() is { } error && error.EndsWith("answers with status 503. Look at the registry's log.", StringComparison.Ordinal));
            registry.Status = 0;
            await WaitAsync(catalog, static partitions => partitions.Count == Partitions && partitions.Sum(static partition => partition.GetProperty("position").GetInt64()) == Records);

            Assert.Equal(Expected(static number => !OrderTopic.IsBad(number)), (await ReadEventsAsync(catalog)).Order());
            var refused = await ReadQuarantineAsync(catalog);
            AssertQuarantine(orders, refused, OrderTopic.IsBad);
            await AssertPagesAsync(catalog, orders, refused);
        }

        // What a registry does not have is asked for again after a while, and by a process that was started anew.
        orders.AddMissingTo(registry);
        await using var again = await CatalogProcess.StartAsync(folder.Path, samples: false, Token, settings);
        var replay = await Cli.RunAsync(again.Address, Token, "quarantine", "orders", "--replay", "--json");

        var left = await ReadQuarantineAsync(again);
        Assert.True(left.Count < Records / 100, $"{replay.ExitCode} {replay.Output} {replay.Errors}");
        AssertQuarantine(orders, left, number => OrderTopic.IsBad(number) && orders.KindOf(number) > 0);
        Assert.Equal(Expected(number => !OrderTopic.IsBad(number) || orders.KindOf(number) == 0), (await ReadEventsAsync(again)).Order());
    }

    private static IEnumerable<(int, int, double)> Expected(Func<int, bool> isAccepted)
        => Enumerable.Range(0, Records).Where(isAccepted).Select(static number => (number, number % 97, RegistryOrders.AmountOf(number)));

    private static async Task ApplyAsync(CatalogProcess catalog, string format)
    {
        using var folder = new TemporaryDirectory();
        var definitions = OrderTopic.Definitions.Replace("TOPIC", $"{{name: shop.orders, connection: shop, format: {format}}}", StringComparison.Ordinal);
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

    private static async Task<Dictionary<int, JsonElement>> ReadQuarantineAsync(CatalogProcess catalog)
    {
        var export = await catalog.Http.GetStringAsync("/api/v1/quarantine/export?source=orders&state=open&format=ndjson", Token);
        return export.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonDocument.Parse(line).RootElement).ToDictionary(NumberOf);
    }

    private static void AssertQuarantine(RegistryOrders orders, Dictionary<int, JsonElement> refused, Func<int, bool> isRefused)
    {
        Assert.Equal(Enumerable.Range(0, Records).Where(isRefused), refused.Keys.Order());
        foreach (var (number, item) in refused)
        {
            var (violation, kind) = (item.GetProperty("violations")[0], orders.Kinds[orders.KindOf(number)]);
            Assert.Equal(kind.Rule, violation.GetProperty("rule").GetString());
            Assert.StartsWith(kind.Reason, violation.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.Equal(orders.ValueOf(number), item.GetProperty("rawBase64").GetBytesFromBase64());
        }
    }

    /// <summary>The page of a refused event shows the fields of what can be decoded, and the schema of what cannot.</summary>
    private static async Task AssertPagesAsync(CatalogProcess catalog, RegistryOrders orders, Dictionary<int, JsonElement> refused)
    {
        foreach (var number in refused.Keys.Order().Take(orders.Kinds.Count))
        {
            var page = await catalog.Http.GetStringAsync($"/quarantine/orders?seq={refused[number].GetProperty("id").GetInt64()}", Token);
            var isDecoded = page.Contains("Fields as decoded", StringComparison.Ordinal);
            switch (orders.KindOf(number))
            {
                case 0:
                    Assert.Contains($"<dd class=\"num\">{RegistryOrders.MissingSchema} in the registry</dd>", page, StringComparison.Ordinal);
                    Assert.False(isDecoded);
                    break;
                case 1:
                    Assert.DoesNotContain("in the registry</dd>", page, StringComparison.Ordinal);
                    break;
                case 3:
                    Assert.True(isDecoded, page);
                    Assert.Matches($"<dt class=\"mono sm\">id</dt>\\s*<dd class=\"mono sm\">{number}</dd>", page);
                    Assert.Matches("<dt class=\"mono sm\">at</dt>\\s*<dd class=\"mono sm\"><code class=\"refused\">", page);
                    break;
            }
        }
    }

    private static int NumberOf(JsonElement item)
    {
        var partition = int.Parse(item.GetProperty("origin").GetProperty("name").GetString()!.Split('/')[1], CultureInfo.InvariantCulture);
        return (int)(item.GetProperty("recordNumber").GetInt64() * Partitions) + partition;
    }
}
