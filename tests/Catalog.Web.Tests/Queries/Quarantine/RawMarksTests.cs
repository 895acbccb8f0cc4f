using System.Text;
using Catalog.Core.Values;
using Catalog.Web.Queries.Quarantine;
using Ingestion.Formats;
using Ingestion.Model;

namespace Catalog.Web.Tests.Queries.Quarantine;

public sealed class RawMarksTests
{
    private static readonly Source Sales = new()
    {
        Name = "sales",
        Version = 1,
        Domain = "shop",
        Owner = "crew",
        Format = FileFormat.Csv,
        TimestampColumn = "at",
        Columns =
        [
            new SourceColumn { Name = "id", From = "Id", Type = new DataType(ScalarType.Int64) },
            new SourceColumn { Name = "price", From = "Price", Type = new DataType(ScalarType.Double) },
            new SourceColumn { Name = "at", From = "At", Type = new DataType(ScalarType.Timestamp) },
        ],
    };

    [Theory]
    [InlineData("7,-1,x", "price", "-1")]
    [InlineData("7,,x", "price", ",,")]
    [InlineData(",3,x", "id", ",")]
    [InlineData("7,3,", "at", ",")]
    [InlineData("7,\"-1\",x", "price", "-1")]
    public void Find_ColumnOfTheSource_IsItsField(string raw, string column, string expected)
        => Assert.Equal(expected, Marked(raw, Sales, new Violation("rule", column, null, "wrong")));

    [Fact]
    public void Find_SeveralReasons_MarkTheFirstAndNameAll()
    {
        var item = Event("7,-1,x", new Violation("a", "price", "-1", "wrong"), new Violation("b", "id", "7", "wrong"));

        var (mark, fields) = RawMarks.Find(item, RecordFields.Read(item), Sales);

        Assert.Equal(new RawMark(2, 2), mark);
        Assert.Equal(["Id", "Price"], fields.Order());
    }

    [Fact]
    public void Find_SourceThatIsGone_LooksForTheRefusedText()
        => Assert.Equal("-1", Marked("7,-1,x", null, new Violation("rule", "price", "-1", "wrong")));

    [Theory]
    [InlineData("price", "9")]
    [InlineData(null, null)]
    [InlineData(null, "")]
    public void Find_TextThatIsNotThere_MarksNothing(string? column, string? value)
        => Assert.Equal("", Marked("7,-1,x", null, new Violation("rule", column, value, "wrong")));

    private static string Marked(string raw, Source? source, Violation violation)
    {
        var item = Event(raw, violation);
        var (mark, _) = RawMarks.Find(item, RecordFields.Read(item), source);
        return raw.Substring(mark.Start, mark.Length);
    }

    private static QuarantinedEvent Event(string raw, params Violation[] violations) => new()
    {
        Origin = new QuarantineOrigin { Source = "sales", Fingerprint = "f", Kind = OriginKind.CsvFile, Name = "file", Header = ["Id", "Price", "At"] },
        RecordNumber = 1,
        LineNumber = 2,
        ByteOffset = 3,
        Raw = Encoding.UTF8.GetBytes(raw),
        Violations = violations,
        ArrivalTime = default,
        RunId = Guid.Empty,
    };
}
