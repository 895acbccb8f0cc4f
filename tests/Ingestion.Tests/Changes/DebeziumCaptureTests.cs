using System.Globalization;
using System.Text;
using Conformance.Changes;
using Ingestion.Changes;
using Ingestion.Ports;

namespace Ingestion.Tests.Changes;

/// <summary>What Debezium really wrote, with and without schemas.</summary>
public sealed class DebeziumCaptureTests
{
    private static readonly string[] Ticket = ["number", "state", "sys_mod_count", "made_sla", "opened_at", "sys_updated_at", "assignment_group", "change.op", "change.lsn", "change.transaction"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Decode_TicketsWithAndWithoutSchema_AreTheSameChanges()
    {
        Require();
        var with = await DecodeAsync("events_schemas_on.ndjson", "support.ticket", Ticket);
        var without = await DecodeAsync("events_schemas_off.ndjson", "support.ticket", Ticket);

        Assert.Equal(209, with.Count);
        Assert.Equal(["c 26", "d 2", "r 15", "u 166"], with.GroupBy(static row => row[7]).OrderBy(static group => group.Key).Select(static group => $"{group.Key} {group.Count()}"));
        Assert.Equal(with.Select(static row => string.Join('|', row[..5].Append(row[6]).Append(row[7]))), without.Select(static row => string.Join('|', row[..5].Append(row[6]).Append(row[7]))));

        // Without a schema the time is a number of microseconds.
        Assert.Equal(
            with.Select(static row => row[5]),
            without.Select(static row => row[5] is { } number ? DateTime.UnixEpoch.AddMicroseconds(long.Parse(number, CultureInfo.InvariantCulture)).ToString("yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture) : null));
        Assert.Equal(with.Where(static row => row[7] != "r").Select(static row => long.Parse(row[8]!, CultureInfo.InvariantCulture)).Order(), with.Where(static row => row[7] != "r").Select(static row => long.Parse(row[8]!, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Decode_Deletes_HaveNothingThatIsMadeUp()
    {
        Require();
        var deleted = (await DecodeAsync("events_schemas_off.ndjson", "support.ticket", Ticket)).First(static row => row[7] == "d");

        Assert.Equal("INC0000045", deleted[0]);
        Assert.All(deleted[1..7], Assert.Null);
    }

    [Fact]
    public async Task Decode_AllTypes_HaveTheValuesOfTheTable()
    {
        Require();
        string[] names = ["id", "c_numeric_10_2", "c_numeric_38_0", "c_numeric", "c_money", "c_date", "c_time", "c_time3", "c_ts", "c_ts3", "c_ts0", "c_tstz", "c_bytea", "c_int_arr", "c_text_arr", "c_domain", "Mixed Case"];
        var row = (await DecodeAsync("events_schemas_on.ndjson", "support.all_types", names)).First(static row => row[0] == "2");

        Assert.Equal(
            ["2", "12345678.90", "12345678901234567890123456789012345678", "3.14159265358979323846", "1234.56", "2016-02-29", "23:59:59.999999", "12:34:56.789000", "2016-02-29T01:16:00.123456",
                "2016-02-29T01:16:00.123000", "2016-02-29T01:16:00.000000", "2016-02-28T23:16:00.123456Z", "3q2+7wD/", "[1,null,3]", "[\"a\",\"b,c\",\"NULL\",null,\"with \\\"quote\\\"\"]", "7", "mixed"],
            row.Select(static value => value?.Replace(", ", ",", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("support.note_default", 2)]
    [InlineData("support.note_full", 0)]
    public async Task Decode_LargeValues_AreRefusedWhereNobodyToldThem(string topic, int refused)
    {
        Require();
        var damages = new List<string>();
        var rows = await DecodeAsync("events_schemas_on.ndjson", topic, ["id", "body", "change.op"], damages);

        Assert.Equal(refused, damages.Count);
        Assert.DoesNotContain(rows, static row => row[1]?.Contains("debezium", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("events_schemas_on.ndjson")]
    [InlineData("events_schemas_off.ndjson")]
    public async Task Decode_EveryRecord_IsAChangeOrPassedOver(string file)
    {
        Require();
        foreach (var topic in new[] { "support.ticket", "support.pk2", "support.by_index", "support.no_pk_full", "support.no_pk_insert_only", "support.evolving", "support.heartbeat", "support.part_2016_03", "message", "transaction" })
        {
            var damages = new List<string>();
            var rows = await DecodeAsync(file, topic, ["change.op"], damages);
            Assert.Empty(damages);
            Assert.Equal(topic.StartsWith("support.", StringComparison.Ordinal), rows.Count > 0);
        }
    }

    private static void Require() => Assert.SkipWhen(CapturedHelpdesk.Folder is null, "shared/data/tools/debezium is not on this machine.");

    private static async Task<List<string?[]>> DecodeAsync(string file, string topic, string[] names, List<string>? damages = null)
    {
        var decoder = new ChangeDecoder(names, new ChangeRules(IsCaptured: false, IgnoresDeletes: false, HasWholeRows: false));
        var fields = new PayloadFields(names.Length);
        var rows = new List<string?[]>();
        foreach (var (key, value) in CapturedHelpdesk.Read(file, topic).Where(static record => record.Value is not null))
        {
            fields.Clear();
            await decoder.DecodeAsync(new FeedRecord(0, key is null ? default(ReadOnlyMemory<byte>?) : key, value, []), value, fields, Token);
            if (fields.Damage is { } damage)
            {
                Assert.NotNull(damages);
                damages.Add(damage);
            }
            else if (!fields.IsPassedOver)
            {
                rows.Add([.. Enumerable.Range(0, names.Length).Select(index => fields[index].IsNull ? null : Encoding.UTF8.GetString(fields[index].Utf8.Span))]);
            }
        }

        return rows;
    }
}
