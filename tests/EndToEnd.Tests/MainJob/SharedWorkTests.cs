using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.MainJob;

/// <summary>
/// One process serves, others write the views, eight partitions between them. They are stopped, killed and started while a file comes in. In the end the stores must hold what one
/// undisturbed process writes: value by value, and row by row in each partition.
/// </summary>
public sealed class SharedWorkTests
{
    private const string Source = "purchases";
    private static readonly string[] Views = ["newest_purchase", "purchases_of_a_year"];
    private static readonly string[] Features =
        ["newest_purchase:invoice", "newest_purchase:product", "purchases_of_a_year:amount", "purchases_of_a_year:lines", "purchases_of_a_year:products", "purchases_of_a_year:last_products"];

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["Ingestion__Partitions"] = "8",
        ["Ingestion__BatchRecords"] = "700",
        ["FeatureStore__ChunkSequences"] = "3000",
        ["Ingestion__IdleFlush"] = "00:00:00.050",
        ["FeatureStore__LookupLog__SampleRate"] = "1",
        ["Ingestion__EventLog__Kafka__SessionTimeout"] = "00:00:06",
    };

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

    private static string FilePath => Path.Combine(Repository.Root, "samples", "loyalty", "data", "online_retail_2011-10-01_2011-12-09.csv.gz");

    [Fact]
    public async Task Ingest_WorkersComeGoSleepAndDie_EndsAsIfOneHadWorkedAlone()
    {
        await using var servers = await EngineServers.StartAsync(Engines.All);
        using var definitions = Definitions();
        object[] customers = [.. RetailFile.Read(FilePath).Where(static line => line.CustomerId is not null).Select(static line => line.CustomerId!.Value).Distinct().Order()];

        var expected = await WorkAloneAsync(servers, definitions.Path, customers);
        var actual = await WorkTogetherAsync(servers, definitions.Path, customers);

        Assert.Equal(expected.Customers, actual.Customers);
        Assert.Equal(expected.Rows.Keys.Order(), actual.Rows.Keys.Order());
        Assert.Equal(Views.Length * 8, expected.Rows.Count);
        Assert.All(expected.Rows, partition => Assert.Equal(partition.Value, actual.Rows[partition.Key]));
    }

    private static async Task<StoredState> WorkAloneAsync(EngineServers servers, string definitions, object[] customers)
    {
        using var folder = new TemporaryDirectory();
        var settings = Merge(Settings, servers.SettingsOf("alone"));
        List<string> served;
        await using (var catalog = await CatalogProcess.StartAsync(folder.Path, samples: false, Token, settings))
        {
            (await Cli.RunAsync(catalog.Address, Token, "apply", definitions)).MustSucceed();
            await UploadAsync(catalog);
            served = await LookUpAsync(catalog, customers);
        }

        return new StoredState(served, await ReadRowsAsync(folder.Path, Path.Combine(folder.Path, "offline"), settings));
    }

    private static async Task<StoredState> WorkTogetherAsync(EngineServers servers, string definitions, object[] customers)
    {
        using var group = new Group(Merge(Settings, servers.SettingsOf("together")));
        var served = await WorkTogetherAsync(group, definitions, customers);
        return new StoredState(served, await ReadRowsAsync(group.NewFolder(), group.OfflineDirectory, group.SettingsOf()));
    }

    private static async Task<List<string>> WorkTogetherAsync(Group group, string definitions, object[] customers)
    {
        await using var server = await CatalogProcess.StartAsync(group.NewFolder(), samples: false, Token, group.SettingsOf("serve"));
        (await Cli.RunAsync(server.Address, Token, "apply", definitions)).MustSucceed();
        await using var sleeper = await group.StartWorkerAsync();
        await using var victim = await group.StartWorkerAsync();
        await WaitForOwnersAsync(server, owners: 2);

        var upload = UploadAsync(server);
        await Task.Delay(TimeSpan.FromSeconds(1), Token);
        await SignalAsync(sleeper, "STOP");
        await WaitForOwnersAsync(server, owners: 1, not: sleeper);
        var written = await ReadOwnersAsync(server);
        await SignalAsync(sleeper, "CONT");
        await victim.KillAsync();
        await using var successor = await group.StartWorkerAsync();
        await upload;
        await WaitForOwnersAsync(server, owners: 2, not: victim);

        // Whoever lost a partition took a new number before it wrote again.
        var owners = await ReadOwnersAsync(server);
        Assert.All(owners.Where(owner => written[owner.Key].Process != owner.Value.Process), owner => Assert.True(owner.Value.Epoch > written[owner.Key].Epoch));
        var served = await LookUpAsync(server, customers);
        await VerifyAsync(server);
        return served;
    }

    private static async Task UploadAsync(CatalogProcess catalog)
    {
        var run = await Cli.RunAsync(catalog.Address, Token, "ingest", Source, "--file", FilePath, "--json");
        run.MustSucceed();
        using var result = JsonDocument.Parse(run.Output);
        Assert.Equal(result.RootElement.GetProperty("read").GetInt64(), result.RootElement.GetProperty("accepted").GetInt64());
    }

    private static async Task<List<string>> LookUpAsync(CatalogProcess catalog, object[] customers)
    {
        foreach (var view in Views)
        {
            await catalog.FlushAsync(view, Token);
        }

        return await Lookups.ReadAsync(catalog, "customer_id", customers, Features, Token);
    }

    /// <summary>The rows of the files that count: one start of the product deletes those that were replaced.</summary>
    private static async Task<IReadOnlyDictionary<string, List<string>>> ReadRowsAsync(string folder, string offline, Dictionary<string, string> settings)
    {
        // Nobody else is at work, so nothing that is not recorded will be.
        settings = Merge(settings, new() { ["FeatureStore__ReplacedFileGrace"] = "00:00:00" });
        await using var catalog = await CatalogProcess.StartAsync(folder, samples: false, Token, settings);
        return await OfflineFiles.ReadPartitionsAsync(offline);
    }

    /// <summary>What was served to all customers is computed again from the offline files of all partitions.</summary>
    private static async Task VerifyAsync(CatalogProcess catalog)
    {
        var run = await Cli.RunAsync(catalog.Address, Token, "verify", "--json");
        run.MustSucceed();
        using var result = JsonDocument.Parse(run.Output);
        Assert.Equal(0, result.RootElement.GetProperty("differences").GetInt64());
        Assert.True(result.RootElement.GetProperty("compared").GetInt64() >= 1_000, run.Output);
    }

    private static async Task WaitForOwnersAsync(CatalogProcess server, int owners, CatalogProcess? not = null)
    {
        while (true)
        {
            var found = await ReadOwnersAsync(server);
            if (found.Count == Views.Length * 8 && found.Values.Select(static owner => owner.Process).Distinct().Count() == owners
                && (not is null || found.Values.All(owner => !owner.Process.EndsWith($":{not.Id}", StringComparison.Ordinal))))
            {
                return;
            }

            await Task.Delay(200, Token);
        }
    }

    /// <summary>Who writes which partition of which view, as the server tells it.</summary>
    private static async Task<Dictionary<(string View, int Partition), (string Process, long Epoch)>> ReadOwnersAsync(CatalogProcess server)
    {
        var status = await server.Http.GetFromJsonAsync<JsonElement>("/api/v1/status", Token);
        return status.GetProperty("workers").EnumerateArray().ToDictionary(
            static worker => (worker.GetProperty("subject").GetString()!, worker.GetProperty("partition").GetInt32()),
            static worker => (worker.GetProperty("process").GetString()!, worker.GetProperty("epoch").GetInt64()));
    }

    private static async Task SignalAsync(CatalogProcess process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Token);
        Assert.Equal(0, kill.ExitCode);
    }

    private static Dictionary<string, string> Merge(params Dictionary<string, string>[] settings) => new(settings.SelectMany(static some => some));

    private static TemporaryDirectory Definitions()
    {
        var folder = new TemporaryDirectory();
        // The last purchases are of yesterday.
        var shift = (DateTime.UtcNow.Date - new DateTime(2011, 12, 10)).Days;
        File.WriteAllText(Path.Combine(folder.Path, "shop.yaml"), Shop.Replace("SHIFT", shift.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        return folder;
    }

    private sealed record StoredState(List<string> Customers, IReadOnlyDictionary<string, List<string>> Rows);

    /// <summary>Processes with folders of their own over the same engines and the same offline files.</summary>
    private sealed class Group(Dictionary<string, string> settings) : IDisposable
    {
        private readonly TemporaryDirectory _root = new();
        private int _folders;

        internal string OfflineDirectory => Path.Combine(_root.Path, "offline");

        internal string NewFolder() => Directory.CreateDirectory(Path.Combine(_root.Path, $"process-{_folders++}")).FullName;

        internal Dictionary<string, string> SettingsOf() => Merge(settings, new() { ["FeatureStore__DuckDb__RootDirectory"] = OfflineDirectory });

        internal Dictionary<string, string> SettingsOf(string role) => Merge(SettingsOf(), new() { ["Catalog__Roles__0"] = role });

        internal Task<CatalogProcess> StartWorkerAsync() => CatalogProcess.StartAsync(NewFolder(), samples: false, Token, SettingsOf("work"));

        public void Dispose() => _root.Dispose();
    }
}
