using System.Text;

namespace Catalog.Client.Tests.Rows;

public sealed class CsvRecordsTests
{
    private static readonly string?[] Pool = [null, "", "a", "\"", ",", "\r\n", "\n", "ü\"\",\"", "null", " x ", new string('y', 200_000)];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(65_536)]
    public async Task Records_InPiecesOfAnySize_AreTheSame(int pieceBytes)
    {
        var random = new Random(pieceBytes);
        var rows = Enumerable.Range(0, pieceBytes == 1 ? 40 : 400)
            .Select(_ => Enumerable.Range(0, 3).Select(_ => Pool[random.Next(random.Next(50) == 0 ? Pool.Length : Pool.Length - 1)]).ToArray()).ToList();
        var bytes = Encoding.UTF8.GetBytes(string.Concat(rows.Select(row => string.Join(',', row.Select(Field)) + "\r\n")));
        var schema = new RowSchema([new DatasetColumn("a", "string"), new DatasetColumn("b", "string"), new DatasetColumn("c", "string")]);
        var at = 0;
        var records = new CsvRecords(buffer =>
        {
            var count = Math.Min(Math.Min(pieceBytes, buffer.Length), bytes.Length - at);
            bytes.AsMemory(at, count).CopyTo(buffer);
            at += count;
            return ValueTask.FromResult(count);
        });

        var read = new List<object?[]>();
        while (await records.NextAsync() is { } record)
        {
            read.Add(schema.Read(record.Span));
        }

        Assert.Equal(rows, read);
    }

    [Theory]
    [InlineData("1,2", "behind the 1 columns stands ',2'")]
    [InlineData("x", "column 'a' of the type int64 holds 'x'")]
    [InlineData("9223372036854775808", "column 'a' of the type int64 holds '9223372036854775808'")]
    [InlineData("\"1", "a quote is not closed")]
    public void Read_WhatIsNoRow_SaysWhy(string record, string words)
    {
        var schema = new RowSchema([new DatasetColumn("a", "int64")]);

        Assert.Contains(words, Assert.Throws<FormatException>(() => schema.Read(Encoding.UTF8.GetBytes(record))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list<int64>", "[9223372036854775807,null]", "9223372036854775807|")]
    [InlineData("list<double>", "[0.1,\"NaN\",\"-Infinity\",1E+300]", "0.1|NaN|-Infinity|1E+300")]
    [InlineData("list<bool>", "[true,false]", "True|False")]
    [InlineData("list<string>", "[\"a\\u00fc\\n\",\"\",null]", "aü\n||")]
    [InlineData("list<timestamp>", "[\"2020-01-02T03:04:05.000006Z\"]", "01/02/2020 03:04:05 +00:00")]
    public void Read_Lists_KeepTheirItems(string type, string text, string items)
    {
        var list = Assert.IsAssignableFrom<Array>(ColumnReader.Of(type).Read(Encoding.UTF8.GetBytes(text)));

        Assert.Equal(items, string.Join('|', list.Cast<object?>().Select(item => Convert.ToString(item, System.Globalization.CultureInfo.InvariantCulture))));
    }

    [Fact]
    public void Read_Numbers_AreTheSameBits()
    {
        var random = new Random(5);
        for (var i = 0; i < 10_000; i++)
        {
            var number = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            var single = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));

            Assert.Equal(number, ColumnReader.Of("double").Read(Encoding.UTF8.GetBytes(number.ToString("R", System.Globalization.CultureInfo.InvariantCulture))));
            Assert.Equal(single, ColumnReader.Of("float").Read(Encoding.UTF8.GetBytes(single.ToString("R", System.Globalization.CultureInfo.InvariantCulture))));
        }
    }

    private static string Field(string? text) => text switch
    {
        null => string.Empty,
        "" => "\"\"",
        _ when text.AsSpan().IndexOfAny("\",\r\n ") >= 0 => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
        _ => text,
    };
}
