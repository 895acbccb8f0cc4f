using Catalog.Core.Model;
using Catalog.Core.Values;
using Ingestion.Contracts;
using Ingestion.Model;

namespace Ingestion.Tests.Contracts;

public sealed class ContractCheckerTests
{
    private static readonly Instant Now = Time("2026-11-27T12:00:00Z");

    [Theory]
    [InlineData("int64", "9007199254740993", 9007199254740992, null)]
    [InlineData("int64", "9007199254740991", 9007199254740992, "minimum:c")]
    [InlineData("double", "0.1", 0.1, null)]
    [InlineData("double", "NaN", 0, "minimum:c")]
    [InlineData("double", "-0.0", 0, null)]
    [InlineData("int64", "-9223372036854775808", -1e300, null)]
    [InlineData("int64", "9223372036854775807", 1e300, "minimum:c")]
    public void Check_Minimum_ComparesExactly(string type, string text, double minimum, string? broken)
        => AssertBreaks(Property() with { Minimum = minimum }, type, text, broken);

    [Theory]
    [InlineData("5", null)]
    [InlineData("4", "exclusive")]
    [InlineData("10", "exclusive")]
    public void Check_ExclusiveBounds_RefuseTheBoundItself(string text, string? broken)
        => AssertBreaks(Property() with { ExclusiveMinimum = 4, ExclusiveMaximum = 10 }, "int64", text, broken is null ? null : text == "4" ? "minimum:c" : "maximum:c");

    [Theory]
    [InlineData("double", "0.3", 0.1, null)]
    [InlineData("double", "0.35", 0.1, "multiple_of:c")]
    [InlineData("float", "0.3", 0.1, null)]
    [InlineData("int64", "9223372036854775807", 3, "multiple_of:c")]
    [InlineData("int64", "9223372036854775806", 2, null)]
    public void Check_MultipleOf_CountsInDecimal(string type, string text, double divisor, string? broken)
        => AssertBreaks(Property() with { MultipleOf = divisor }, type, text, broken);

    [Theory]
    [InlineData("a😀b", null)]
    [InlineData("a😀", "min_length:c")]
    [InlineData("a😀b😀", "max_length:c")]
    public void Check_Length_CountsCodePoints(string text, string? broken)
        => AssertBreaks(Property() with { MinLength = 3, MaxLength = 3 }, "string", text, broken);

    [Theory]
    [InlineData("string", "b", null)]
    [InlineData("string", "B", "enum:c")]
    [InlineData("double", "1", null)]
    [InlineData("list<string>", "[\"a\",null]", null)]
    [InlineData("list<string>", "[\"a\",\"x\"]", "enum:c")]
    public void Check_ValidValues_ReadThemAsTheColumnsType(string type, string text, string? broken)
        => AssertBreaks(Property() with { ValidValues = ["a", "b", "1.0"] }, type, text, broken);

    [Theory]
    [InlineData("^C?[0-9]{6}$", "C536379", null)]
    [InlineData("^C?[0-9]{6}$", "A563185", "pattern:c")]
    [InlineData("^\\d+$", "١٢٣", "pattern:c")] // JavaScript's \d is ASCII
    [InlineData("^.$", "😀", null)] // one code point
    [InlineData("b$", "ab\n", "pattern:c")] // $ is the end of the text, not of a line
    public void Check_Pattern_MatchesAsJavaScriptDoes(string pattern, string text, string? broken)
        => AssertBreaks(Property() with { Pattern = pattern }, "string", text, broken);

    [Theory]
    [InlineData("integer", "double", "3", null)]
    [InlineData("integer", "double", "3.5", "type:c")]
    [InlineData("integer", "string", "12", null)]
    [InlineData("number", "string", "12x", "type:c")]
    [InlineData("boolean", "string", "true", null)]
    [InlineData("date", "string", "2011-12-09", null)]
    [InlineData("date", "string", "2011-12-09T00:00:00", "type:c")]
    [InlineData("time", "string", "25:00", "type:c")]
    [InlineData("date", "timestamp", "2011-12-09", null)]
    [InlineData("date", "timestamp", "2011-12-09T01:00:00Z", "type:c")]
    [InlineData("array", "int64", "1", "type:c")]
    public void Check_LogicalType_MustFit(string logical, string type, string text, string? broken)
        => AssertBreaks(Property() with { LogicalType = logical }, type, text, broken);

    [Theory]
    [InlineData("2015-08-23T05:00:00Z", 0, null)] // midnight in Chicago, summer
    [InlineData("2015-08-23T00:00:00Z", 0, "type:c")]
    [InlineData("2016-01-20T05:00:00Z", 150, null)] // the same, moved into winter
    [InlineData("2016-01-20T06:00:00Z", 150, null)] // pushed as midnight of winter, not moved
    [InlineData("2016-01-20T07:00:00Z", 150, "type:c")]
    public void Check_DateInAZone_IsMidnightThere(string text, int shiftDays, string? broken)
    {
        var column = Column("timestamp") with { Zone = "America/Chicago" };
        var source = SourceOf(column) with { FileTimeShift = TimeSpan.FromDays(shiftDays) };

        Assert.Equal(broken, BrokenRule(source, Property() with { LogicalType = "date" }, Value.Of(Time(text))));
    }

    [Fact]
    public void Check_RequiredAndNull_NamesRuleColumnAndValue()
    {
        var verdict = Check(SourceOf(Column("int64")), Property() with { Required = true, Minimum = 1 }, Value.Null);

        var violation = Assert.Single(verdict.Errors);
        Assert.Equal(new Violation("required:c", "c", null, "Column 'c' is empty; the contract requires it."), violation);
    }

    [Fact]
    public void Check_NullNotRequired_IsLegalForEveryOtherRule()
        => Assert.Empty(Check(SourceOf(Column("int64")), Property() with { Minimum = 1, MultipleOf = 2, ValidValues = ["4"] }, Value.Null).Errors);

    [Fact]
    public void Check_SeverityWarning_CountsButAccepts()
    {
        var property = Property() with { Minimum = 1, Severities = new Dictionary<string, string> { [ContractRules.Minimum] = ContractRules.Warning } };

        var verdict = Check(SourceOf(Column("int64")), property, Value.Of(0L));

        Assert.Empty(verdict.Errors);
        Assert.Equal(["minimum:c"], verdict.Warnings);
    }

    [Fact]
    public void Check_SeveralRulesBroken_ReportsEach()
    {
        var verdict = Check(SourceOf(Column("string")), Property() with { MaxLength = 2, Pattern = "^x", ValidValues = ["xx"] }, Value.Of("abc"));

        Assert.Equal(["enum:c", "max_length:c", "pattern:c"], verdict.Errors.Select(static error => error.Rule).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("2009-12-31T23:59:59Z", true)]
    [InlineData("2010-01-01T00:00:00Z", false)]
    [InlineData("2026-11-27T13:00:00Z", false)]
    [InlineData("2026-11-27T13:00:00.000001Z", true)]
    [InlineData("2099-01-01T00:00:00Z", true)]
    public void Check_EventTimeBounds_KeepBrokenClocksOut(string time, bool broken)
    {
        var source = SourceOf(Column("int64")) with { EarliestEventTime = Time("2010-01-01T00:00:00Z"), MaxAhead = TimeSpan.FromHours(1) };
        var checker = ContractCompiler.Compile(source, null, TimeSpan.FromSeconds(1));
        var verdict = new RecordVerdict();

        checker.Check([Value.Of(1L), Value.Of(Time(time))], [false, false], Now, verdict);

        Assert.Equal(broken ? [EventRules.EventTimeBounds] : [], verdict.Errors.Select(static error => error.Rule));
    }

    [Fact]
    public void Check_ColumnThatCouldNotBeRead_GetsNoSecondReason()
    {
        var checker = ContractCompiler.Compile(SourceOf(Column("int64")), ContractOf(Property() with { Required = true }), TimeSpan.FromSeconds(1));
        var verdict = new RecordVerdict();

        checker.Check([Value.Null, Value.Of(Now)], [true, false], Now, verdict);

        Assert.Empty(verdict.Errors);
    }

    [Fact]
    public void Compile_ColumnMissingInTheSource_RequiresItStill()
    {
        var checker = ContractCompiler.Compile(SourceOf(Column("int64")), ContractOf(Property() with { Name = "other", Required = true }), TimeSpan.FromSeconds(1));
        var verdict = new RecordVerdict();

        checker.Check([Value.Of(1L), Value.Of(Now)], [false, false], Now, verdict);

        Assert.Equal(["required:other"], verdict.Errors.Select(static error => error.Rule));
    }

    [Fact]
    public void Compile_RuleThatTheTypeCannotMeet_IsSkippedWithItsReason()
    {
        var checker = ContractCompiler.Compile(SourceOf(Column("string")), ContractOf(Property() with { Minimum = 3 }), TimeSpan.FromSeconds(1));

        var rule = Assert.Single(checker.Rules, static rule => rule.Name == "minimum:c");
        Assert.Equal("Column 'c' of type 'string' is no number.", rule.SkipReason);
    }

    [Fact]
    public void Compile_NoObjectOfTheSource_SaysWhichThereAre()
    {
        var contract = ContractOf(Property()) with { Schema = [new ContractObject("a", null, []), new ContractObject("b", null, [])] };

        var error = Assert.Throws<IngestionException>(() => ContractCompiler.Compile(SourceOf(Column("int64")), contract, TimeSpan.FromSeconds(1)));

        Assert.Contains("describes 'a', 'b', and none is named 's'", error.Message, StringComparison.Ordinal);
    }

    private static void AssertBreaks(ContractProperty property, string type, string text, string? broken)
    {
        var column = Column(type);
        var converter = Ingestion.Conversions.FieldConverters.Create(column, useFormat: true);
        Assert.True(converter.TryConvert(System.Text.Encoding.UTF8.GetBytes(text), out var value));

        Assert.Equal(broken, BrokenRule(SourceOf(column), property, value));
    }

    private static string? BrokenRule(Source source, ContractProperty property, Value value)
        => Check(source, property, value).Errors.Select(static error => error.Rule).SingleOrDefault();

    private static RecordVerdict Check(Source source, ContractProperty property, Value value)
    {
        var verdict = new RecordVerdict();
        ContractCompiler.Compile(source, ContractOf(property), TimeSpan.FromSeconds(1)).Check([value, Value.Of(Now)], [false, false], Now, verdict);
        return verdict;
    }

    private static ContractProperty Property() => new() { Name = "c" };

    private static Contract ContractOf(ContractProperty property)
        => new() { Name = "k", Id = "k", Version = "1", ApiVersion = "v3.1.0", Schema = [new ContractObject("s", null, [property])] };

    private static SourceColumn Column(string type)
    {
        Assert.True(DataType.TryParse(type, out var parsed));
        return new SourceColumn { Name = "c", From = "c", Type = parsed };
    }

    private static Source SourceOf(SourceColumn column) => new()
    {
        Name = "s", Version = 1, Domain = "d", Owner = "o", Format = FileFormat.Csv, TimestampColumn = "t", Contract = "k",
        Columns = [column, new SourceColumn { Name = "t", From = "t", Type = new DataType(ScalarType.Timestamp) }],
    };

    private static Instant Time(string text)
    {
        Assert.True(Instant.TryParse(text, out var time));
        return time;
    }
}
