using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.MainJob;

/// <summary>A catalogue whose views several workers write: purchases, eight partitions of them by customer, and what is in its stores in the end.</summary>
internal static class SharedShop
{
    internal const string Source = "purchases";
    internal static readonly string[] Views = ["newest_purchase", "purchases_of_a_year"];
    internal static readonly string[] Features =
        ["newest_purchase:invoice", "newest_purchase:product", "purchases_of_a_year:amount", "purchases_of_a_year:lines", "purchases_of_a_year:products", "purchases_of_a_year:last_products"];

    internal static readonly Dictionary<string, string> Settings = new()
    {
        ["Ingestion__Partitions"] = "8",
        ["Ingestion__BatchRecords"] = "700",
        ["FeatureStore__ChunkSequences"] = "3000",
        ["Ingestion__IdleFlush"] = "00:00:00.050",
        ["FeatureStore__LookupLog__SampleRate"] = "1",
        ["Ingestion__EventLog__Kafka__SessionTimeout"] = "00:00:06",
    };

    /// <summary>Three purchases of two customers.</summary>
    internal const string Purchases = """
        InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
        1,apple,,2,2011-12-07 10:00:00,1.5,17,United Kingdom
        2,pear,,1,2011-12-08 11:00:00,2.5,17,United Kingdom
        3,plum,,3,2011-12-08 12:00:00,0.5,18,United Kingdom
        """;

    private const string Shop = """
        kind: Domain
        name: shop
        owner: shop-team
        ---
        kind: Team
        name: shop-team
        contact: shop@example.com
        members: [ana]
        ---
        kind: Entity
        name: customer_id
        domain: shop
        owner: shop-team
        type: int64
        ---
        kind: Source
        name: purchases
        domain: shop
        owner: shop-team
        format: csv
        timestamp: invoice_date
        key: [customer_id]
        allowed_lateness: 1d
        max_ahead: 1d
        file_time_shift: SHIFTd
        columns:
          - {name: invoice_no, from: InvoiceNo, type: string}
          - {name: stock_code, from: StockCode, type: string}
          - {name: quantity, from: Quantity, type: int64}
          - {name: invoice_date, from: InvoiceDate, type: timestamp, format: "yyyy-MM-dd HH:mm:ss", zone: Europe/London}
          - {name: unit_price, from: UnitPrice, type: double}
          - {name: customer_id, from: CustomerID, type: int64, convert: whole_from_decimal}
        ---
        kind: FeatureView
        name: newest_purchase
        domain: shop
        owner: shop-team
        entities: [customer_id]
        source: purchases
        features:
          - {name: invoice, type: string, from: invoice_no}
          - {name: product, type: string, from: stock_code}
        ---
        kind: FeatureView
        name: purchases_of_a_year
        domain: shop
        owner: shop-team
        entities: [customer_id]
        source: purchases
        features:
          - {name: amount, aggregate: sum, of: quantity * unit_price, window: 360d}
          - {name: lines, aggregate: count, window: 360d}
          - {name: products, aggregate: count_distinct, of: stock_code, window: 360d}
          - {name: last_products, aggregate: last_distinct, of: stock_code, n: 5, window: 360d}
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    internal static string FilePath => Path.Combine(Repository.Root, "samples", "loyalty", "data", "online_retail_2011-10-01_2011-12-09.csv.gz");

    internal static object[] Customers
        => [.. RetailFile.Read(FilePath).Where(static line => line.CustomerId is not null).Select(static line => line.CustomerId!.Value).Distinct().Order()];

    /// <summary>The purchases; training rows are asked for now and in the middle of what came in.</summary>
    internal static SharedStream Stream(object[] customers) => new(Source, Views, "customer_id", customers, Features, [FilePath], [DateTime.UtcNow.Date.AddDays(-35), DateTime.UtcNow.Date]);

    /// <summary>Puts the definitions in force and <see cref="Purchases"/> into the log.</summary>
    internal static async Task FillAsync(CatalogProcess catalog, TemporaryDirectory definitions)
    {
        var file = Path.Combine(definitions.Path, "purchases.csv");
        await File.WriteAllTextAsync(file, Purchases, Token);
        (await Cli.RunAsync(catalog.Address, Token, "apply", Path.Combine(definitions.Path, "shop.yaml"))).MustSucceed();
        (await Cli.RunAsync(catalog.Address, Token, "ingest", Source, "--file", file, "--json")).MustSucceed();
    }

    internal static Task<List<string>> LookUpAsync(CatalogProcess catalog, object[] customers) => Stream(customers).LookUpAsync(catalog);

    /// <summary>The rows of the files that count: one start of the product deletes those that were replaced.</summary>
    internal static async Task<IReadOnlyDictionary<string, List<string>>> ReadRowsAsync(string folder, string offline, Dictionary<string, string> settings)
    {
        // Nobody else is at work, so nothing that is not recorded will be; and nothing more is replaced.
        settings = Merge(settings, new() { ["FeatureStore__ReplacedFileGrace"] = "00:00:00", ["FeatureStore__Compaction__Enabled"] = "false" });
        await using var catalog = await CatalogProcess.StartAsync(folder, samples: false, Token, settings);
        return await OfflineFiles.ReadPartitionsAsync(offline, withSequences: false);
    }

    /// <summary>What was served to all customers is computed again from the offline files of all partitions.</summary>
    internal static async Task VerifyAsync(CatalogProcess catalog)
    {
        var run = await Cli.RunAsync(catalog.Address, Token, "verify", "--json");
        run.MustSucceed();
        using var result = JsonDocument.Parse(run.Output);
        Assert.Equal(0, result.RootElement.GetProperty("differences").GetInt64());
        Assert.True(result.RootElement.GetProperty("compared").GetInt64() >= 1_000, run.Output);
    }

    internal static Task WaitForOwnersAsync(CatalogProcess server, int owners, CatalogProcess? not = null) => WaitForOwnersAsync(server, owners, Views.Length, not);

    internal static async Task WaitForOwnersAsync(CatalogProcess server, int owners, int views, CatalogProcess? not = null)
    {
        while (true)
        {
            var found = await ReadOwnersAsync(server);
            if (found.Count == views * 8 && found.Values.Select(static owner => owner.Process).Distinct().Count() == owners
                && (not is null || found.Values.All(owner => !owner.Process.EndsWith($":{not.Id}", StringComparison.Ordinal))))
            {
                return;
            }

            await Task.Delay(200, Token);
        }
    }

    /// <summary>Who writes which partition of which view, as the server tells it.</summary>
    internal static async Task<Dictionary<(string View, int Partition), (string Process, long Epoch)>> ReadOwnersAsync(CatalogProcess server)
    {
        var status = await server.Http.GetFromJsonAsync<JsonElement>("/api/v1/status", Token);
        return status.GetProperty("workers").EnumerateArray().ToDictionary(
            static worker => (worker.GetProperty("subject").GetString()!, worker.GetProperty("partition").GetInt32()),
            static worker => (worker.GetProperty("process").GetString()!, worker.GetProperty("epoch").GetInt64()));
    }

    internal static TemporaryDirectory Definitions()
    {
        var folder = new TemporaryDirectory();
        // The last purchases are of yesterday.
        var shift = (DateTime.UtcNow.Date - new DateTime(2011, 12, 10)).Days;
        File.WriteAllText(Path.Combine(folder.Path, "shop.yaml"), Shop.Replace("SHIFT", shift.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return folder;
    }

    internal static Dictionary<string, string> Merge(params Dictionary<string, string>[] settings)
    {
        var merged = new Dictionary<string, string>();
        foreach (var (key, value) in settings.SelectMany(static some => some))
        {
            merged[key] = value;
        }

        return merged;
    }
}

/// <summary>What a catalogue keeps.</summary>
/// <param name="Customers">What is served to each customer.</param>
/// <param name="Rows">The rows of each partition of each view.</param>
internal sealed record StoredState(List<string> Customers, IReadOnlyDictionary<string, List<string>> Rows);
