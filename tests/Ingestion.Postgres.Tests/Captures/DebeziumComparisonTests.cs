using System.Globalization;
using System.Text;
using Conformance.Changes;
using Ingestion.Changes;
using Ingestion.Model;
using Ingestion.Ports;
using Ingestion.Postgres.Tests.Servers;
using Npgsql;

namespace Ingestion.Postgres.Tests.Captures;

/// <summary>The same statements, captured here and by Debezium, must be the same changes. Not compared is a column with a default, in whose nulls the converter behind Debezium writes that default.</summary>
public sealed class DebeziumComparisonTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_StatementsThatDebeziumCaptured_AreTheSameChanges()
    {
        Assert.SkipWhen(CapturedHelpdesk.Folder is null, "shared/data/tools/debezium is not on this machine.");
        var database = await (await PostgresServer.GetAsync()).CreateAsync("SELECT 1");
        try
        {
            await RunAsync(database, "shared_init.sql");
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.UndefinedFile or PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.UndefinedObject)
        {
            Assert.Skip("The extensions hstore, ltree and citext are not installed.");
        }

        await RunAsync(database, "ticket_init.sql");
        await using var captures = database.Open();
        (string Table, string[] Names)[] tables =
        [
            ("support.ticket", ["number", "state", "sys_mod_count", "made_sla", "opened_at", "sys_updated_at", "priority", "assignment_group", "assigned_to"]),
            ("support.pk2", ["tenant", "code", "v"]),
            ("support.note_full", ["id", "title", "body", "before.title", "before.body"]),
            ("support.by_index", ["a", "b", "c"]),
            ("support.no_pk_full", ["a", "b", "before.a", "before.b"]),
            ("support.all_types",
                ["id", "c_smallint", "c_bigint", "c_real", "c_double", "c_numeric_10_2", "c_numeric_38_0", "c_bool", "c_char5", "c_varchar", "c_text", "c_uuid", "c_bytea", "c_enum", "c_int_arr", "c_text_arr", "c_domain", "c_json", "Mixed Case"]),
        ];
        var logs = new List<DurableLog>();
        foreach (var (table, _) in tables)
        {
            var snapshot = table is "support.by_index" or "support.no_pk_full" ? CaptureSnapshot.Never : CaptureSnapshot.Initial;
            logs.Add(new DurableLog(captures, database.Capture(table, snapshot)));
            await logs[^1].OpenAsync();
            await logs[^1].ReadAsync();
        }

        await RunAsync(database, "ticket_changes.sql");
        await RunAsync(database, "shared_changes.sql");
        foreach (var ((table, names), log) in tables.Zip(logs))
        {
            var expected = await DecodeAsync(CapturedHelpdesk.Read("events_schemas_on.ndjson", table), names, new ChangeRules(IsCaptured: false, IgnoresDeletes: false, HasWholeRows: table.EndsWith("_full", StringComparison.Ordinal)));
            await log.ReadUntilAsync(expected.Count);
            var captured = await DecodeAsync(log.Raw.Select(static record => ((byte[]?)record.Key?.ToArray(), (byte[]?)record.Value!.Value.ToArray())), names, ChangeRules.Of(database.Capture(table)));
            Assert.Equal(expected, captured);
            await log.DisposeAsync();
        }
    }

    private static async Task RunAsync(TestDatabase database, string file)
    {
        var folder = Path.Combine(CapturedHelpdesk.Folder!, "sql");
        var sql = (await File.ReadAllTextAsync(Path.Combine(folder, file), Token)).Replace("\\i types_rows.sql", await File.ReadAllTextAsync(Path.Combine(folder, "types_rows.sql"), Token), StringComparison.Ordinal);
        await database.RunAsync(sql);
    }

    private static async Task<List<string>> DecodeAsync(IEnumerable<(byte[]? Key, byte[]? Value)> records, string[] names, ChangeRules rules)
    {
        string[] all = [.. names, "change.op"];
        var decoder = new ChangeDecoder(all, rules);
        var rows = new List<string>();
        foreach (var (key, value) in records.Where(static record => record.Value is not null))
        {
            var fields = new PayloadFields(all.Length);
            await decoder.DecodeAsync(new FeedRecord(0, key is null ? default(ReadOnlyMemory<byte>?) : key, value, []), value, fields, Token);
            Assert.Null(fields.Damage);
            rows.Add(string.Join(" | ", all.Select((name, index) => Normal(name, fields[index]))));
        }

        return rows;
    }

    // Zeros at the end of a fraction, and blanks in a list, are not part of a value.
    private static string Normal(string name, RawField field)
    {
        var text = field.IsNull ? "null" : Encoding.UTF8.GetString(field.Utf8.Span);
        return name switch
        {
            "opened_at" or "sys_updated_at" when text.Contains('.', StringComparison.Ordinal) => text.TrimEnd('Z').TrimEnd('0').TrimEnd('.'),
            "opened_at" or "sys_updated_at" => text.TrimEnd('Z'),
            // 1.0E308 and 1e+308 are one number.
            "c_real" or "c_double" when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number.ToString("R", CultureInfo.InvariantCulture),

            // Debezium writes the name of the object in place of a list within a list.
            "c_int_arr" or "c_text_arr" when text.StartsWith("[[", StringComparison.Ordinal) || text.Contains("[Ljava.", StringComparison.Ordinal) => "lists in a list",
            "c_int_arr" or "c_text_arr" => text.Replace(", ", ",", StringComparison.Ordinal),
            _ => text,
        };
    }
}
