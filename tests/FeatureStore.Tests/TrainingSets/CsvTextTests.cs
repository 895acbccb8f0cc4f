using System.Text;
using Catalog.Core.Values;
using FeatureStore.Ports;
using FeatureStore.TrainingSets;

namespace FeatureStore.Tests.TrainingSets;

public sealed class CsvTextTests
{
    [Theory]
    [MemberData(nameof(Fields))]
    public async Task WriteAsync_EachKindOfValue_HasItsForm(Value value, string field)
        => Assert.Equal($"c\r\n{field}\r\n", await WriteAsync(["c"], [[value]]));

    public static TheoryData<Value, string> Fields => new()
    {
        { Value.Null, "" },
        { Value.Of(string.Empty), "\"\"" },
        { Value.Of("plain"), "plain" },
        { Value.Of("a,b"), "\"a,b\"" },
        { Value.Of("say \"hi\""), "\"say \"\"hi\"\"\"" },
        { Value.Of("two\nlines"), "\"two\nlines\"" },
        { Value.Of(0.1), "0.1" },
        { Value.Of(double.NaN), "NaN" },
        { Value.Of(-0.0), "-0" },
        { Value.Of(true), "true" },
        { Value.Of(new Instant(1)), "1970-01-01T00:00:00.000001Z" },
        { Value.Of(new byte[] { 0, 255 }), "AP8=" },
        { Value.Of(Array.Empty<byte>()), "\"\"" },
        { Value.OfList(ScalarType.Int64, []), "[]" },
        { Value.OfList(ScalarType.Int64, [Value.Of(1L), Value.Null]), "\"[1,null]\"" },
        { Value.OfList(ScalarType.String, [Value.Of("a\"b")]), "\"[\"\"a\\u0022b\"\"]\"" },
        { Value.OfList(ScalarType.Double, [Value.Of(double.PositiveInfinity)]), "\"[\"\"Infinity\"\"]\"" },
    };

    [Fact]
    public async Task WriteAsync_ManyRows_ComeInPiecesAndWhole()
    {
        var rows = Enumerable.Range(0, 50_000).Select(static i => new[] { Value.Of((long)i) }).ToArray();

        Assert.Equal("c\r\n" + string.Concat(Enumerable.Range(0, 50_000).Select(static i => $"{i}\r\n")), await WriteAsync(["c"], rows));
    }

    [Fact]
    public async Task WriteAsync_NoRows_IsTheHeader() => Assert.Equal("\"a,b\",c\r\n", await WriteAsync(["a,b", "c"], []));

    private static async Task<string> WriteAsync(string[] columns, Value[][] rows)
    {
        var text = new StringBuilder();
        var tableColumns = columns.Select(static name => new TableColumn(name, new DataType(ScalarType.String))).ToList();
        await foreach (var piece in CsvText.WriteAsync(tableColumns, rows.ToAsyncEnumerable(), TestContext.Current.CancellationToken))
        {
            text.Append(Encoding.UTF8.GetString(piece.Span));
        }

        return text.ToString();
    }
}
