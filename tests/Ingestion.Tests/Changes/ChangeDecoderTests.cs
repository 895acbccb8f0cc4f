using System.Text;
using Ingestion.Changes;
using Ingestion.Model;
using Ingestion.Ports;

namespace Ingestion.Tests.Changes;

public sealed class ChangeDecoderTests
{
    private const string Big = "__debezium_unavailable_value";
    private static readonly string[] Names = ["id", "name", "before.name", "change.op", "change.commit_time", "change.lsn", "change.transaction", "change.table"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Decode_Update_GivesBothRowsAndTheChange()
        => Assert.Equal(
            ["7", "\"new\"", "\"old\"", "\"u\"", "\"2026-11-22T20:34:46.981380Z\"", "27", "3", "\"support.item\""],
            await DecodeAsync("""{"before":{"id":7,"name":"old"},"after":{"id":7,"name":"new"},"source":{"ts_ms":1795379686981,"ts_us":1795379686981380,"lsn":27,"txId":3,"db":"d","schema":"support","table":"item"},"op":"u"}"""));

    [Theory]
    [InlineData("c")]
    [InlineData("r")]
    public async Task Decode_RowWithoutOldOne_LeavesThatNull(string op)
        => Assert.Equal(["7", "\"new\"", null, $"\"{op}\"", null, null, null, null], await DecodeAsync($$"""{"before":null,"after":{"id":7,"name":"new"},"op":"{{op}}"}"""));

    [Fact]
    public async Task Decode_Delete_TakesTheKeyAndNothingThatIsMadeUp()
        => Assert.Equal(["7", null, null, "\"d\""], (await DecodeAsync(Deleted, """{"id":7}""")).Take(4));

    [Fact]
    public async Task Decode_DeleteWithKeyInItsSchema_TakesTheKey()
        => Assert.Equal(["7", null, null, "\"d\""], (await DecodeAsync(Deleted, """{"schema":{"type":"struct"},"payload":{"id":7}}""")).Take(4));

    [Fact]
    public async Task Decode_DeleteWhereTheWholeRowIsTold_HasItAsTheOldOne()
        => Assert.Equal(["7", null, "\"\"", "\"d\""], (await DecodeAsync(Deleted, """{"id":7}""", new ChangeRules(IsCaptured: false, IgnoresDeletes: false, HasWholeRows: true))).Take(4));

    [Fact]
    public async Task Decode_DeleteOfATableWithoutKey_IsTheWholeRow()
        => Assert.Equal(["7", "\"\"", "\"\"", "\"d\""], (await DecodeAsync(Deleted)).Take(4));

    [Fact]
    public async Task Decode_DeletesIgnored_ArePassedOver()
        => Assert.True((await FieldsAsync(Deleted, """{"id":7}""", new ChangeRules(IsCaptured: false, IgnoresDeletes: true, HasWholeRows: false))).IsPassedOver);

    [Fact]
    public async Task Decode_ReplayedDeleteWithoutItsKey_IsRefused()
        => Assert.Contains("which the quarantine does not keep", await DamageAsync(Deleted, isReplayed: true), StringComparison.Ordinal);

    [Theory]
    [InlineData($$"""{"before":{"id":7,"name":"old"},"after":{"id":7,"name":"{{Big}}"},"op":"u"}""")]
    [InlineData("""{"before":{"id":7,"name":"old"},"after":{"id":7,"name":"X19kZWJleml1bV91bmF2YWlsYWJsZV92YWx1ZQ=="},"op":"u"}""")]
    [InlineData("""{"before":{"id":7,"name":"old"},"after":{"id":7},"unchanged":["name"],"op":"u"}""")]
    public async Task Decode_LargeValueThatWasNotTold_ComesFromTheOldRow(string payload)
        => Assert.Equal(["7", "\"old\"", "\"old\"", "\"u\""], (await DecodeAsync(payload)).Take(4));

    [Theory]
    [InlineData($$"""{"before":null,"after":{"id":7,"name":"{{Big}}"},"op":"u"}""")]
    [InlineData($$"""{"before":null,"after":{"id":7,"name":["{{Big}}"]},"op":"u"}""")]
    [InlineData($$"""{"before":{"id":7,"name":"{{Big}}"},"after":{"id":7,"name":"{{Big}}"},"op":"u"}""")]
    [InlineData("""{"before":null,"after":{"id":7},"unchanged":["name"],"op":"u"}""")]
    public async Task Decode_LargeValueThatNobodyTold_IsRefused(string payload)
        => Assert.StartsWith("It does not tell the value of 'name'", await DamageAsync(payload), StringComparison.Ordinal);

    [Fact]
    public async Task Decode_LargeValueThatNoColumnReads_IsNoMatter()
        => Assert.Null(await DamageAsync($$"""{"before":null,"after":{"id":7,"name":"a","body":"{{Big}}"},"op":"u"}"""));

    [Theory]
    [InlineData("""{"ts_ms":1795379686981}""")]
    [InlineData("""{"status":"BEGIN","id":"571:53195829","event_count":null,"data_collections":null,"ts_ms":1}""")]
    [InlineData("""{"op":"m","ts_ms":1,"message":{"prefix":"audit","content":"dA=="}}""")]
    [InlineData("""{"source":{},"databaseName":"d","ddl":"CREATE TABLE x","tableChanges":[]}""")]
    public async Task Decode_WhatIsNoChange_IsPassedOver(string payload)
        => Assert.True((await FieldsAsync(payload)).IsPassedOver);

    [Fact]
    public async Task Decode_Truncate_IsAnEventWithoutARow()
        => Assert.Equal([null, null, null, "\"t\""], (await DecodeAsync("""{"before":null,"after":null,"op":"t"}""")).Take(4));

    [Theory]
    [InlineData("[]", "It is no JSON object.")]
    [InlineData("{\"op\":", "It is no JSON object: it")]
    [InlineData("""{"id":7,"name":"flat"}""", "It is no change in Debezium's envelope")]
    [InlineData("""{"op":"x"}""", "'op' is 'x'")]
    [InlineData("""{"op":"c","after":null}""", "It has no row in 'after'")]
    [InlineData("""{"op":"d","before":null}""", "It has no row in 'before'")]
    public async Task Decode_WhatIsWrong_IsRefusedWithAReason(string payload, string reason)
        => Assert.Contains(reason, await DamageAsync(payload), StringComparison.Ordinal);

    [Fact]
    public async Task Decode_ColumnThatTheTableDoesNotHave_IsRefusedWhereItIsCapturedAndNullInATopic()
    {
        const string Payload = """{"before":null,"after":{"id":7},"key":["id"],"op":"c"}""";
        Assert.StartsWith("It has no column 'name'", await DamageAsync(Payload, rules: ChangeRules.Of(new SourceCapture { Connection = "c", Table = "t", Slot = "s", Publication = "s" })), StringComparison.Ordinal);
        Assert.Equal(["7", null], (await DecodeAsync(Payload)).Take(2));
    }

    [Theory]
    [InlineData("""{"type":"int32","name":"io.debezium.time.Date"}""", "16860", "\"2016-02-29\"")]
    [InlineData("""{"type":"int64","name":"io.debezium.time.Timestamp"}""", "1456708560123", "\"2016-02-29T01:16:00.123000\"")]
    [InlineData("""{"type":"int64","name":"io.debezium.time.MicroTimestamp"}""", "-1", "\"1969-12-31T23:59:59.999999\"")]
    [InlineData("""{"type":"int64","name":"io.debezium.time.NanoTimestamp"}""", "-1", "\"1969-12-31T23:59:59.999999\"")]
    [InlineData("""{"type":"int64","name":"io.debezium.time.MicroTimestamp"}""", "9223372036854775807", "9223372036854775807")]
    [InlineData("""{"type":"int64","name":"io.debezium.time.MicroTime"}""", "86399999999", "\"23:59:59.999999\"")]
    [InlineData("""{"type":"int32","name":"io.debezium.time.Time"}""", "45296789", "\"12:34:56.789000\"")]
    [InlineData("""{"type":"string","name":"io.debezium.time.ZonedTimestamp"}""", "\"2016-02-28T23:16:00.123456Z\"", "\"2016-02-28T23:16:00.123456Z\"")]
    [InlineData("""{"type":"bytes","name":"org.apache.kafka.connect.data.Decimal","parameters":{"scale":"2"}}""", "\"SZYC0g==\"", "12345678.90")]
    [InlineData("""{"type":"bytes","name":"org.apache.kafka.connect.data.Decimal","parameters":{"scale":"2"}}""", "\"/w==\"", "-0.01")]
    [InlineData("""{"type":"bytes","name":"org.apache.kafka.connect.data.Decimal","parameters":{"scale":"-3"}}""", "\"AQ==\"", "1000")]
    [InlineData("""{"type":"bytes","name":"org.apache.kafka.connect.data.Decimal","parameters":{"scale":"0"}}""", "\"CUmw9vACMxPESZBQ3jjzTg==\"", "12345678901234567890123456789012345678")]
    [InlineData("""{"type":"struct","name":"io.debezium.data.VariableScaleDecimal"}""", """{"scale":20,"value":"EQfV61tbpNfG"}""", "3.14159265358979323846")]
    [InlineData("""{"type":"int32","name":"io.debezium.time.Date"}""", "null", null)]
    [InlineData("""{"type":"int32"}""", "16860", "16860")]
    public async Task Decode_WithSchema_TurnsNumbersAndBytesIntoWhatTheyMean(string type, string value, string? expected)
    {
        var schema = $$"""{"type":"struct","fields":[{"type":"struct","fields":[{{type[..^1]}},"field":"name"}],"field":"after"}]}""";
        Assert.Equal(expected, (await DecodeAsync($$"""{"schema":{{schema}},"payload":{"before":null,"after":{"id":1,"name":{{value}} },"op":"c"} }"""))[1]);
    }

    [Fact]
    public async Task Decode_SchemaThatChanges_IsReadAnew()
    {
        var decoder = new ChangeDecoder(["name"], Rules);
        var payloads = new[] { "io.debezium.time.Date", "io.debezium.time.Timestamp", "io.debezium.time.Date" }
            .Select(static type => $$"""{"schema":{"fields":[{"fields":[{"name":"{{type}}","field":"name"}],"field":"after"}]},"payload":{"after":{"name":0},"op":"c"} }""");
        var values = new List<string?>();
        foreach (var payload in payloads)
        {
            var fields = new PayloadFields(1);
            await decoder.DecodeAsync(Record(null), Encoding.UTF8.GetBytes(payload), fields, Token);
            values.Add(Text(fields[0]));
        }

        Assert.Equal(["\"1970-01-01\"", "\"1970-01-01T00:00:00.000000\"", "\"1970-01-01\""], values);
    }

    private const string Deleted = """{"before":{"id":7,"name":""},"after":null,"op":"d"}""";

    private static ChangeRules Rules => new(IsCaptured: false, IgnoresDeletes: false, HasWholeRows: false);

    private static async Task<IReadOnlyList<string?>> DecodeAsync(string payload, string? key = null, ChangeRules? rules = null)
    {
        var fields = await FieldsAsync(payload, key, rules);
        Assert.Null(fields.Damage);
        return Enumerable.Range(0, Names.Length).Select(index => Text(fields[index])).ToList();
    }

    private static async Task<string?> DamageAsync(string payload, bool isReplayed = false, ChangeRules? rules = null) => (await FieldsAsync(payload, null, rules, isReplayed)).Damage;

    private static async Task<PayloadFields> FieldsAsync(string payload, string? key = null, ChangeRules? rules = null, bool isReplayed = false)
    {
        var fields = new PayloadFields(Names.Length);
        await new ChangeDecoder(Names, rules ?? Rules).DecodeAsync(Record(key) with { IsReplayed = isReplayed }, Encoding.UTF8.GetBytes(payload), fields, Token);
        return fields;
    }

    private static FeedRecord Record(string? key) => new(0, key is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(key), null, []);

    private static string? Text(RawField field)
    {
        var text = Encoding.UTF8.GetString(field.Utf8.Span);
        return field.IsNull ? null : field.Quoted ? $"\"{text}\"" : text;
    }
}
