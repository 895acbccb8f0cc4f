using System.Globalization;
using System.Text.Json;
using EndToEnd.Tests.Infrastructure;

namespace EndToEnd.Tests.MainJob;

/// <summary>The promises of the main job on the whole retail file, through the command line.</summary>
public sealed class FullFileTests(FullFile file) : IClassFixture<FullFile>
{
    private const int QuantityField = 3;
    private static readonly string[] ProfileFeatures =
    [
        "customer_profile:last_country", "customer_profile:last_invoice", "customer_profile:last_quantity", "customer_profile:last_unit_price",
        "customer_profile:last_product", "customer_profile:last_product_name",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ingest_FullFile_CountsEveryRowAndItsReason()
    {
        file.Require();
        var answer = file.Answer;
        var (read, accepted, quarantined) = (Long(answer, "read"), Long(answer, "accepted"), Long(answer, "quarantined"));
        TestContext.Current.TestOutputHelper?.WriteLine($"{Long(answer, "rows_per_second")} rows/s, peak {Long(answer, "peak_memory_bytes") >> 20} MiB");

        Assert.Equal(541_909, read);
        Assert.Equal(read, accepted + quarantined);
        Assert.Equal(135_080, Long(answer.GetProperty("by_rule"), "required:customer_id"));

        var refused = await ExportAsync();
        Assert.Equal(quarantined, refused.Count);
        Assert.All(refused, static entry => Assert.NotEmpty(entry.Rules));
        Assert.Equal(refused.Count, refused.Select(static entry => entry.Record).Distinct().Count());
        var oracle = RetailFile.Read(file.Path!).ToList();
        Assert.Equal(5_176_450, refused.Sum(static entry => entry.Quantity) + oracle.Where(static line => line.IsAccepted).Sum(static line => line.Quantity));
        Assert.Equal(oracle.Count(static line => line.IsAccepted), accepted);
        Assert.Equal(oracle.Index().Where(static line => !line.Item.IsAccepted).Select(static line => line.Index + 1L), refused.Select(static entry => entry.Record).Order());
    }

    [Fact]
    public async Task Lookup_EveryCustomer_AnswersAsAWalkThroughTheFile()
    {
        file.Require();
        var oracle = new TrainingOracle(RetailFile.Read(file.Path!).Where(static line => line.IsAccepted));

        var rows = await Lookups.ReadAsync(file.Catalog, "customer_id", [.. oracle.Customers.Cast<object>()], ProfileFeatures, Token);

        Assert.Equal(4_372, rows.Count);
        foreach (var (customer, row) in oracle.Customers.Zip(rows))
        {
            var newest = oracle.At(customer, DateTime.MaxValue)!;
            string?[] values =
            [
                newest.Country, newest.InvoiceNo, newest.Quantity.ToString(CultureInfo.InvariantCulture), newest.UnitPrice.ToString("R", CultureInfo.InvariantCulture),
                newest.StockCode, newest.Description?.Trim(),
            ];
            Assert.Equal(
                Lookups.Expected(customer.ToString(CultureInfo.InvariantCulture), newest.InvoiceDate, values.Select(static value => string.IsNullOrEmpty(value) ? null : value)), row);
        }
    }

    [Fact]
    public async Task TrainingSet_HundredThousandRows_EqualsTheOracleRowForRow()
    {
        file.Require();
        using var folder = new TemporaryDirectory();
        var oracle = new TrainingOracle(RetailFile.Read(file.Path!).Where(static line => line.IsAccepted));
        var frame = MakeFrame(oracle, rows: 100_000);
        await File.WriteAllLinesAsync(folder.File("frame.csv"), ["customer_id,event_timestamp,label", .. frame.Select(static row => $"{row.Customer},{row.Text},{row.Label}")], Token);

        (await file.RunAsync(
            Token, "training-set", "--entities", folder.File("frame.csv"), "--out", folder.File("out.csv"),
            "--features", "customer_profile:last_country,customer_profile:last_invoice,customer_profile:last_quantity,customer_profile:last_unit_price")).MustSucceed();

        var lines = await File.ReadAllLinesAsync(folder.File("out.csv"), Token);
        Assert.Equal("customer_id,event_timestamp,label,last_country,last_invoice,last_quantity,last_unit_price", lines[0]);
        Assert.Equal(frame.Count + 1, lines.Length);
        foreach (var (row, line) in frame.Zip(lines.Skip(1)))
        {
            var found = oracle.At(row.Customer, row.Time);
            var fields = RetailFile.Split(line);
            string[] expected =
            [
                row.Customer.ToString(CultureInfo.InvariantCulture), row.Label.ToString(CultureInfo.InvariantCulture), found?.Country ?? string.Empty, found?.InvoiceNo ?? string.Empty,
                found?.Quantity.ToString(CultureInfo.InvariantCulture) ?? string.Empty, found?.UnitPrice.ToString("R", CultureInfo.InvariantCulture) ?? string.Empty,
            ];
            Assert.Equal(string.Join('|', expected), string.Join('|', [fields[0], .. fields[2..]]));
            Assert.Equal(row.Time, DateTime.Parse(fields[1], CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal));
        }
    }

    [Fact]
    public async Task Ingest_SameFileAgain_ChangesNeitherLookupsNorTrainingSets()
    {
        file.Require();
        using var folder = new TemporaryDirectory();
        var oracle = new TrainingOracle(RetailFile.Read(file.Path!).Where(static line => line.IsAccepted));
        await File.WriteAllLinesAsync(
            folder.File("frame.csv"), ["customer_id,event_timestamp", .. MakeFrame(oracle, rows: 5_000).Select(static row => $"{row.Customer},{row.Text}")], Token);
        var before = await StateAsync("before.csv");

        var again = (await file.RunAsync(Token, "ingest", "loyalty-transactions", "--file", file.Path!, "--json")).MustSucceed().Json;

        Assert.True(again.GetProperty("already_ingested").GetBoolean());
        Assert.Equal(Long(file.Answer, "accepted"), Long(again, "accepted"));
        Assert.Equal(before, await StateAsync("after.csv"));

        async Task<(string, string, int)> StateAsync(string name)
        {
            (await file.RunAsync(
                Token, "training-set", "--entities", folder.File("frame.csv"), "--out", folder.File(name), "--features", string.Join(',', ProfileFeatures))).MustSucceed();
            var rows = await Lookups.ReadAsync(file.Catalog, "customer_id", [.. oracle.Customers.Cast<object>()], ProfileFeatures, Token);
            return (await File.ReadAllTextAsync(folder.File(name), Token), string.Join('\n', rows), (await ExportAsync()).Count);
        }
    }

    private static List<(long Customer, DateTime Time, string Text, int Label)> MakeFrame(TrainingOracle oracle, int rows)
    {
        var random = new Random(20261127);
        var customers = oracle.Customers;
        var frame = new List<(long, DateTime, string, int)>(rows);
        for (var i = 0; i < rows; i++)
        {
            // Some customers are unknown, some times lie before the first line, many exactly on a line.
            var customer = random.Next(50) == 0 ? 1_000_000 + random.Next(5) : customers[random.Next(customers.Count)];
            var time = customer < 1_000_000 && random.Next(3) > 0
                ? oracle.SomeTimeOf(customer, random).AddSeconds(random.Next(-1, 2))
                : new DateTime(2010, 11, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(random.Next(0, 420 * 24 * 60));
            frame.Add((customer, time, time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), random.Next(2)));
        }

        return frame;
    }

    private async Task<List<(long Record, long Quantity, List<string> Rules)>> ExportAsync()
    {
        using var folder = new TemporaryDirectory();
        (await file.RunAsync(Token, "quarantine", "loyalty-transactions", "--export", folder.File("refused.ndjson"))).MustSucceed();
        var refused = new List<(long, long, List<string>)>();
        await foreach (var line in File.ReadLinesAsync(folder.File("refused.ndjson"), Token))
        {
            using var entry = JsonDocument.Parse(line);
            var raw = RetailFile.Split(System.Text.Encoding.UTF8.GetString(entry.RootElement.GetProperty("rawBase64").GetBytesFromBase64()));
            refused.Add((
                Long(entry.RootElement, "recordNumber"),
                long.Parse(raw[QuantityField], CultureInfo.InvariantCulture),
                [.. entry.RootElement.GetProperty("violations").EnumerateArray().Select(static violation => violation.GetProperty("rule").GetString()!)]));
        }

        return refused;
    }

    private static long Long(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
