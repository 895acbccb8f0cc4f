using Catalog.Core.Model;
using Catalog.Core.Values;
using Ingestion.Formats;
using Ingestion.Model;
using Ingestion.Tests.Testing;

namespace Ingestion.Tests.Files;

/// <summary>The whole retail file, whose control totals are known from elsewhere.</summary>
public sealed class RetailFileTests
{
    private const int Quantity = 3;

    [Fact]
    public async Task StartFile_WholeRetailFile_LosesNothingAndRepeatsNothing()
    {
        var path = SharedData.Require("loyalty/online_retail.csv.gz");
        using var state = new StoredState();
        await using var ingestion = new TestIngestion(state, Sources);

        var first = await IngestAsync(ingestion, path);
        var refused = state.Refused;
        var payloads = await ingestion.ReadLogAsync();
        var second = await IngestAsync(ingestion, path);

        Assert.Equal(IngestionJobState.Completed, first.State);
        var result = first.Result!;
        TestContext.Current.TestOutputHelper?.WriteLine($"{result.RowsPerSecond} rows/s, peak {result.PeakMemoryBytes >> 20} MiB");
        Assert.Equal(541_909, result.Read);
        Assert.Equal(135_080, result.ByRule["required:customer_id"]);
        Assert.Equal(result.Read, result.Accepted + result.Quarantined);
        Assert.Equal(result.Accepted, payloads.Count);
        Assert.Equal(result.Quarantined, refused.Count);
        Assert.Equal(5_176_450, payloads.Sum(static payload => TestIngestion.Decode(payload)[Quantity].AsInt64()) + await RefusedQuantityAsync(state));
        Assert.True(second.Result!.AlreadyIngested);
        Assert.Equal(result with { AlreadyIngested = true, ByRule = second.Result.ByRule, Warnings = second.Result.Warnings }, second.Result);
        Assert.Equal(result.ByRule, second.Result.ByRule);
        Assert.Equal(payloads.Count, (await ingestion.ReadLogAsync()).Count);
        Assert.Equal(refused, state.Refused);
    }

    private static FixedSources Sources => new(
        new Source
        {
            Name = "loyalty-transactions",
            Version = 1,
            Domain = "loyalty",
            Owner = "loyalty-team",
            Format = FileFormat.Csv,
            Contract = "loyalty-transactions",
            TimestampColumn = "invoice_date",
            Columns =
            [
                Column("invoice_no", "InvoiceNo", ScalarType.String),
                Column("stock_code", "StockCode", ScalarType.String),
                Column("description", "Description", ScalarType.String),
                Column("quantity", "Quantity", ScalarType.Int64),
                Column("invoice_date", "InvoiceDate", ScalarType.Timestamp) with { Format = "yyyy-MM-dd HH:mm:ss", Zone = "Europe/London" },
                Column("unit_price", "UnitPrice", ScalarType.Double),
                Column("customer_id", "CustomerID", ScalarType.Int64) with { Conversion = Conversion.WholeFromDecimal },
                Column("country", "Country", ScalarType.String),
            ],
        },
        new Contract
        {
            Name = "loyalty-transactions",
            Id = "loyalty-transactions",
            Version = "1.0.0",
            ApiVersion = "v3.1.0",
            Schema =
            [
                new ContractObject("loyalty-transactions", null,
                [
                    new ContractProperty { Name = "invoice_no", Required = true, Pattern = "^C?[0-9]{6}$" },
                    new ContractProperty { Name = "unit_price", Required = true, Minimum = 0 },
                    new ContractProperty { Name = "customer_id", Required = true },
                ]),
            ],
        });

    private static SourceColumn Column(string name, string from, ScalarType type) => new() { Name = name, From = from, Type = new DataType(type) };

    private static async Task<IngestionJob> IngestAsync(TestIngestion ingestion, string path)
    {
        await using var file = File.OpenRead(path);
        return await ingestion.IngestAsync(file);
    }

    private static async Task<long> RefusedQuantityAsync(StoredState state)
    {
        var total = 0L;
        foreach (var refused in state.Quarantine.All)
        {
            using var raw = new MemoryStream(refused.Raw.ToArray());
            await using var reader = RawReaders.OpenCsv(raw, new CsvFormat { Header = false });
            Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
            total += long.Parse(reader.GetField(Quantity).Utf8.Span, System.Globalization.CultureInfo.InvariantCulture);
        }

        return total;
    }
}
