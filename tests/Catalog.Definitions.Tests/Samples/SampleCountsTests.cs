using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Catalog.Core.Model;
using Catalog.Definitions.Model;
using Catalog.Definitions.Tests.Testing;
using Ingestion.Model;

namespace Catalog.Definitions.Tests.Samples;

/// <summary>Holds the counts that the samples' pages state against the data, with a reader of CSV and checks of its own.</summary>
public sealed class SampleCountsTests
{
    [Fact]
    public async Task Loyalty_Extract_HasTheCountsOfItsPage()
    {
        var (counts, refused, rows) = await CountAsync("loyalty", "loyalty-transactions", SampleFile("loyalty", "*.csv.gz"));

        Assert.Equal((170_978, 37_024), (rows, refused));
        Assert.Equal(
            new Dictionary<string, int> { ["required:customer_id"] = 37_024, ["pattern:stock_code"] = 749, ["pattern:country"] = 53 },
            counts);
    }

    [Fact]
    public async Task Loyalty_FullFile_RefusesExactlyTheLinesWithoutACustomer()
    {
        var (counts, refused, rows) = await CountAsync("loyalty", "loyalty-transactions", [Repository.SharedData("loyalty", "online_retail.csv.gz")]);

        Assert.Equal((541_909, 135_080), (rows, refused));
        Assert.Equal(
            new Dictionary<string, int>
            {
                ["required:customer_id"] = 135_080, ["pattern:invoice_no"] = 3, ["minimum:unit_price"] = 2, ["pattern:stock_code"] = 2_995, ["pattern:country"] = 446,
            },
            counts);
    }

    [Fact]
    public async Task Fleet_Extract_HasTheCountsOfItsPage()
    {
        var (counts, refused, rows) = await CountAsync("fleet", "vehicle-telemetry", SampleFile("fleet", "20*.csv.gz"));

        Assert.Equal((56_545, 53), (rows, refused));
        Assert.Equal(new Dictionary<string, int> { ["minimum:latitude"] = 53, ["maximum:longitude"] = 53 }, counts);
    }

    [Fact]
    public async Task Helpdesk_ExtractAndFullFile_HaveTheCountsOfTheirPage()
    {
        var extract = await CountAsync("helpdesk", "incidents", SampleFile("helpdesk", "*.csv.gz"));
        Assert.Equal((27_700, 0), (extract.Rows, extract.Refused));

        var full = await CountAsync(
            "helpdesk", "incidents", [Repository.SharedData("helpdesk", "incident_event_log.opened_before_2016-05-01.csv.gz")]);
        Assert.Equal((101_045, 29), (full.Rows, full.Refused));
        Assert.Equal(new Dictionary<string, int> { ["required:caller_id"] = 29 }, full.Counts);
    }

    [Fact]
    public async Task Helpdesk_Views_TakeNothingFromColumnsThatKnowTheFuture()
    {
        var set = await ReadAsync("helpdesk");
        string[] future = ["resolved_at", "closed_at", "made_sla", "closed_code", "resolved_by"];

        Assert.Subset(set.FindSource("incidents")!.Columns.Select(static column => column.Name).ToHashSet(), future.ToHashSet());
        Assert.Empty(set.Views.SelectMany(static view => view.Features).Select(static feature => feature.From).Intersect(future));
    }

    private static async Task<(Dictionary<string, int> Counts, int Refused, int Rows)> CountAsync(string sample, string source, IEnumerable<string> files)
    {
        var set = await ReadAsync(sample);
        var definition = set.FindSource(source)!;
        var contract = set.FindModel<Contract>(DefinitionKind.Contract, definition.Contract!)!.ObjectFor(source)!;
        var counts = new Dictionary<string, int>();
        var (refused, rows) = (0, 0);
        foreach (var record in files.SelectMany(ReadRecords))
        {
            rows++;
            var isRefused = false;
            foreach (var (property, rule) in contract.Properties.SelectMany(property => Broken(property, Field(definition, property.Name, record)).Select(rule => (property, rule))))
            {
                var name = $"{rule}:{property.Name}";
                counts[name] = counts.GetValueOrDefault(name) + 1;
                isRefused |= property.Severities.GetValueOrDefault(rule, ContractRules.Error) == ContractRules.Error;
            }

            refused += isRefused ? 1 : 0;
        }

        return (counts, refused, rows);
    }

    private static string? Field(Source source, string name, Dictionary<string, string> record)
    {
        var column = source.Columns.Single(column => column.Name == name);
        var text = record[column.From];
        text = column.Conversion == Conversion.Trim ? text.Trim() : text;
        return text.Length == 0 || source.NullValues.Contains(text) ? null : text;
    }

    private static IEnumerable<string> Broken(ContractProperty property, string? text)
    {
        if (text is null)
        {
            return property.Required ? [ContractRules.Required] : [];
        }

        var broken = new List<string>();
        if (property.Pattern is { } pattern && !Regex.IsMatch(text, pattern))
        {
            broken.Add(ContractRules.Pattern);
        }

        if (property.ValidValues is { } values && !values.Contains(text))
        {
            broken.Add(ContractRules.Enum);
        }

        if (property.Minimum is { } minimum && double.Parse(text, CultureInfo.InvariantCulture) < minimum)
        {
            broken.Add(ContractRules.Minimum);
        }

        if (property.Maximum is { } maximum && double.Parse(text, CultureInfo.InvariantCulture) > maximum)
        {
            broken.Add(ContractRules.Maximum);
        }

        return broken;
    }

    private static IEnumerable<string> SampleFile(string sample, string pattern)
        => Directory.GetFiles(Path.Combine(Repository.Samples, sample, "data"), pattern).Order(StringComparer.Ordinal);

    private static async Task<DefinitionSet> ReadAsync(string sample)
        => DefinitionSet.FromFiles(await DefinitionFolder.ReadAsync(Path.Combine(Repository.Samples, sample), TestContext.Current.CancellationToken));

    // No field of these files holds a line end.
    private static IEnumerable<Dictionary<string, string>> ReadRecords(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var names = reader.ReadLine()!.Split(',');
        var record = new Dictionary<string, string>();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Contains('"') ? SplitQuoted(line) : line.Split(',');
            for (var index = 0; index < names.Length; index++)
            {
                record[names[index]] = fields[index];
            }

            yield return record;
        }
    }

    // Every second part between quotes is quoted; a doubled quote is an empty part between two of them.
    private static string[] SplitQuoted(string line)
    {
        var parts = line.Split('"');
        var marked = string.Concat(parts.Select(static (part, index) => index % 2 == 0 ? part.Replace(',', '\n') : part));
        return marked.Split('\n');
    }
}
