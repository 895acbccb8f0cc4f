using System.Buffers;
using System.Text;
using Catalog.Core.Values;
using Ingestion.Conversions;
using Ingestion.Model;

namespace Ingestion.Tests.Conversions;

public sealed class FieldConverterTests
{
    [Theory]
    [InlineData("int64", "9223372036854775807", "9223372036854775807")]
    [InlineData("int64", "-9223372036854775808", "-9223372036854775808")]
    [InlineData("int64", "9223372036854775808", null)]
    [InlineData("int64", "9007199254740993", "9007199254740993")]
    [InlineData("int32", "2147483648", null)]
    [InlineData("int64", "17850.0", null)]
    [InlineData("int64", " 1", null)]
    [InlineData("int64", "1e3", null)]
    [InlineData("double", "0.1", "0.1")]
    [InlineData("double", "1e400", null)]
    [InlineData("double", "NaN", "NaN")]
    [InlineData("double", "1,5", null)]
    [InlineData("float", "3.4028235E+39", null)]
    [InlineData("bool", "true", "true")]
    [InlineData("bool", "True", null)]
    [InlineData("bool", "1", null)]
    [InlineData("bytes", "aGk=", "aGk=")]
    [InlineData("bytes", "aGk", null)]
    [InlineData("string", "Ünïcode", "Ünïcode")]
    [InlineData("list<int64>", "[1,null,3]", "[1, null, 3]")]
    [InlineData("list<int64>", "[1,[2]]", null)]
    [InlineData("list<string>", "[\"a\\u0041\",\"\"]", "[aA, ]")]
    [InlineData("list<int64>", "[1] 2", null)]
    public void TryConvert_TextOfAType_ReadsItOrRefuses(string type, string text, string? expected)
        => AssertConverts(new SourceColumn { Name = "c", From = "c", Type = TypeOf(type) }, text, expected);

    [Theory]
    [InlineData("17850.0", "17850")]
    [InlineData("17850", "17850")]
    [InlineData("-3.000", "-3")]
    [InlineData("17850.5", null)]
    [InlineData("17850.", null)]
    [InlineData("1.785e4", null)]
    [InlineData(".0", null)]
    public void TryConvert_WholeFromDecimal_TakesZeroFractionsOnly(string text, string? expected)
        => AssertConverts(new SourceColumn { Name = "c", From = "c", Type = TypeOf("int64"), Conversion = Conversion.WholeFromDecimal }, text, expected);

    [Theory]
    [InlineData("YES", "true")]
    [InlineData("n", "false")]
    [InlineData("0", "false")]
    [InlineData("on", null)]
    public void TryConvert_BoolWords_TakesTheListedWords(string text, string? expected)
        => AssertConverts(new SourceColumn { Name = "c", From = "c", Type = TypeOf("bool"), Conversion = Conversion.BoolWords }, text, expected);

    [Theory]
    [InlineData(Conversion.EpochSeconds, "1323435000", "2011-12-09T12:50:00Z")]
    [InlineData(Conversion.EpochSeconds, "1323435000.1234567", "2011-12-09T12:50:00.123456Z")]
    [InlineData(Conversion.EpochMilliseconds, "-1", "1969-12-31T23:59:59.999Z")]
    [InlineData(Conversion.EpochMicroseconds, "1456708560123456", "2016-02-29T01:16:00.123456Z")]
    [InlineData(Conversion.EpochSeconds, "999999999999999999999", null)]
    [InlineData(Conversion.EpochSeconds, "soon", null)]
    public void TryConvert_Epoch_CountsFrom1970(Conversion conversion, string text, string? expected)
        => AssertConverts(new SourceColumn { Name = "c", From = "c", Type = TypeOf("timestamp"), Conversion = conversion }, text, expected);

    [Theory]
    [InlineData("d/M/yyyy HH:mm", null, "11/4/2016 00:10", "2016-04-11T00:10:00Z")]
    [InlineData("d/M/yyyy HH:mm", null, "31/2/2016 00:10", null)]
    [InlineData("d/M/yyyy HH:mm", null, "2016-04-11T00:10", null)]
    [InlineData("dd-MM-yyyy HH:mm:ss", "Europe/London", "01-07-2011 12:00:00", "2011-07-01T11:00:00Z")]
    [InlineData(null, "America/Chicago", "2015-03-08T01:59:59", "2015-03-08T07:59:59Z")]
    [InlineData(null, "America/Chicago", "2015-03-08T02:30:00", "2015-03-08T08:30:00Z")] // skipped by the clock change: the earlier offset
    [InlineData(null, "America/Chicago", "2015-03-08T03:00:00", "2015-03-08T08:00:00Z")]
    [InlineData(null, "America/Chicago", "2015-11-01T01:30:00", "2015-11-01T06:30:00Z")] // happens twice: the earlier offset
    [InlineData(null, "America/Chicago", "2015-03-08T03:00:00+02:00", "2015-03-08T01:00:00Z")]
    public void TryConvert_Timestamp_FollowsFormatAndZone(string? format, string? zone, string text, string? expected)
        => AssertConverts(new SourceColumn { Name = "c", From = "c", Type = TypeOf("timestamp"), Format = format, Zone = zone }, text, expected);

    [Fact]
    public void Create_ShiftedFileTimes_MovesTimestampsOnly()
    {
        var time = new SourceColumn { Name = "c", From = "c", Type = TypeOf("timestamp") };
        var list = time with { Type = TypeOf("list<timestamp>") };
        var number = time with { Type = TypeOf("int64") };
        var shift = TimeSpan.FromDays(7);

        Assert.Equal("2011-12-16T12:50:00Z", Convert(FieldConverters.Create(time, useFormat: true, shift), "2011-12-09T12:50:00Z"));
        Assert.Equal("[2011-12-16T00:00:00Z, null]", Convert(FieldConverters.Create(list, useFormat: true, shift), "[\"2011-12-09\", null]"));
        Assert.Equal("5", Convert(FieldConverters.Create(number, useFormat: true, shift), "5"));
        Assert.Null(Convert(FieldConverters.Create(time, useFormat: true, shift), "9999-12-31"));
    }

    [Fact]
    public void Explain_NumberTooLarge_NamesTheRange()
    {
        var converter = FieldConverters.Create(new SourceColumn { Name = "n", From = "n", Type = TypeOf("int32") }, useFormat: true);

        Assert.Equal(
            "The number '3000000000' of column 'n' is too large for the type 'int32'; it holds -2147483648 to 2147483647.",
            converter.Explain("3000000000"u8));
    }

    [Fact]
    public void Create_UnknownZone_SaysWhichAndWhatWouldBeRight()
    {
        var column = new SourceColumn { Name = "t", From = "t", Type = TypeOf("timestamp"), Zone = "Mars/Olympus" };

        var error = Assert.Throws<IngestionException>(() => FieldConverters.Create(column, useFormat: true));

        Assert.Equal(IngestionErrorCode.InvalidRequest, error.ErrorCode);
        Assert.Contains("'Mars/Olympus' of column 't'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryConvert_ListWithADamagedText_RefusesItAndGivesTheBufferBack()
    {
        var converter = FieldConverters.Create(new SourceColumn { Name = "c", From = "c", Type = TypeOf("list<string>") }, useFormat: true);
        var mine = ArrayPool<byte>.Shared.Rent(16);
        ArrayPool<byte>.Shared.Return(mine);

        Assert.Null(Convert(converter, "[\"\\ud800 alone\"]"));

        var next = ArrayPool<byte>.Shared.Rent(16);
        Assert.Same(mine, next);
        ArrayPool<byte>.Shared.Return(next);
    }

    private static DataType TypeOf(string text)
    {
        Assert.True(DataType.TryParse(text, out var type));
        return type;
    }

    private static void AssertConverts(SourceColumn column, string text, string? expected)
        => Assert.Equal(expected, Convert(FieldConverters.Create(column, useFormat: true), text));

    private static string? Convert(FieldConverter converter, string text)
        => converter.TryConvert(Encoding.UTF8.GetBytes(text), out var value) ? value.ToString() : null;
}
