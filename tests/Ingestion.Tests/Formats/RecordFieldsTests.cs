using System.Text;
using Catalog.Core.Values;
using Ingestion.Formats;
using Ingestion.Model;

namespace Ingestion.Tests.Formats;

public sealed class RecordFieldsTests
{
    private static readonly Source Sales = new()
    {
        Name = "sales",
        Version = 1,
        Domain = "shop",
        Owner = "crew",
        Format = FileFormat.Csv,
        TimestampColumn = "sold_at",
        Columns =
        [
            new SourceColumn { Name = "customer_id", From = "CustomerID", Type = new DataType(ScalarType.Int64) },
            new SourceColumn { Name = "sold_at", From = "When", Type = new DataType(ScalarType.Timestamp) },
        ],
    };

    [Fact]
    public void Read_Csv_GivesContentAndPlaceOfEachField()
    {
        var fields = RecordFields.Read(Event(OriginKind.CsvFile, "7,\"a \"\"b\"\"\",,x", "Id", "Name", "CustomerID"));

        Assert.Equal(
            [new RecordField("Id", "7", 0, 1), new RecordField("Name", "a \"b\"", 3, 7), new RecordField("CustomerID", "", 12, 0), new RecordField("4", "x", 13, 1)], fields);
    }

    [Fact]
    public void Read_CsvWithAnOpenQuote_HasNoFields() => Assert.Empty(RecordFields.Read(Event(OriginKind.CsvFile, "7,\"open", "Id", "Name")));

    [Fact]
    public void Read_Json_GivesValuesAsTheyStand()
    {
        const string json = """{"id": 7.0, "name": "a\u0062", "tags": [1, 2], "none": null}""";

        var fields = RecordFields.Read(Event(OriginKind.Push, json));

        Assert.Equal(["7.0", "ab", "[1, 2]", null], fields.Select(field => field.Text));
        Assert.Equal(["7.0", "\"a\\u0062\"", "[1, 2]", "null"], fields.Select(field => json.Substring(field.Start, field.Length)));
    }

    [Theory]
    [InlineData("""{"id": 7, "name": """)]
    [InlineData("""{"id": 7, "name" 8}""")]
    [InlineData("""{"id": 7, "name": "\ud800"}""")]
    public void Read_BrokenJson_GivesWhatStandsBeforeTheDamage(string json) => Assert.Equal("id", RecordFields.Read(Event(OriginKind.NdjsonFile, json))[0].Name);

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("\u0000")]
    public void Read_NoObject_HasNoFields(string text) => Assert.Empty(RecordFields.Read(Event(OriginKind.Push, text)));

    [Fact]
    public void Find_Column_KnowsTheNameThatFilesGiveIt()
    {
        RecordField[] fields = [new("CustomerID", "1", 0, 1), new("customer_id", "2", 2, 1)];

        Assert.Equal("1", RecordFields.Find(fields, Sales, OriginKind.CsvFile, "customer_id")?.Text);
        Assert.Equal("2", RecordFields.Find(fields, Sales, OriginKind.Push, "customer_id")?.Text);
        Assert.Null(RecordFields.Find(fields, Sales, OriginKind.CsvFile, "sold_at"));
        Assert.Null(RecordFields.Find(fields, Sales, OriginKind.CsvFile, "gone"));
    }

    private static QuarantinedEvent Event(OriginKind kind, string raw, params string[] header) => new()
    {
        Origin = new QuarantineOrigin { Source = "sales", Fingerprint = "f", Kind = kind, Name = "file", Header = header },
        RecordNumber = 1,
        LineNumber = 2,
        ByteOffset = 3,
        Raw = Encoding.UTF8.GetBytes(raw),
        Violations = [new Violation("required:customer_id", "customer_id", null, "missing")],
        ArrivalTime = default,
        RunId = Guid.Empty,
    };
}
