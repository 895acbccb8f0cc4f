using Catalog.Core.Values;
using Catalog.Definitions.Binding;
using Catalog.Definitions.Binding.Drafts;
using Catalog.Definitions.Tests.Testing;
using FeatureStore.Model;
using Ingestion.Model;

namespace Catalog.Definitions.Tests.Binding;

public sealed class BinderTests
{
    private const string Owned = "domain: shop\nowner: crew\n";
    private const string Product = "kind: DataProduct\nname: x\n" + Owned + "output_ports: [{name: rows, version: \"1\", source: sales}]\n";

    [Theory]
    [InlineData("just text\n", "1:1 not-a-definition", "Begin with 'kind:'")]
    [InlineData("- 1\n", "1:1 not-a-definition", "Begin with 'kind:'")]
    [InlineData("name: x\n", "1:1 missing-key kind", "Add 'kind:'")]
    [InlineData("kind:\nname: x\n", "1:1 missing-key kind", "Add 'kind:'")]
    [InlineData("kind: [Team]\n", "1:7 wrong-type kind", null)]
    [InlineData("kind: featureview\n", "1:7 unknown-kind kind", "Did you mean 'FeatureView'?")]
    [InlineData("kind: Contract\n", "1:7 unknown-kind kind", "Write 'kind: DataContract'.")]
    [InlineData("kind: Pipeline\n", "1:7 unknown-kind kind", "Legal are: Domain")]
    [InlineData("kind: Team\nname: x\nmembres: [a]\n", "3:1 unknown-key membres", "Did you mean 'members'?")]
    [InlineData("kind: Team\nname: x\nmembers: ana\n", "3:10 wrong-type members", "Write [ana].")]
    [InlineData("kind: Team\nname: x\nmembers: [a, {b: c}]\n", "3:14 wrong-type members[1]", null)]
    [InlineData("kind: Team\nname: x\ntitle: {a: b}\n", "3:8 wrong-type title", null)]
    [InlineData("kind: Team\n", "1:1 missing-key name", "Add 'name:'")]
    [InlineData("kind: Team\nname: Our Team\n", "2:7 bad-name name", "Write 'our-team'.")]
    [InlineData("kind: Team\nname: 5th\n", "2:7 bad-name name", "Write 'n5th'.")]
    [InlineData("kind: Domain\nname: search\n", "2:7 reserved-name name", null)]
    [InlineData("kind: Entity\nname: a\ntype: int46\n" + Owned, "3:7 wrong-value type", "Did you mean 'int64'?")]
    [InlineData("kind: Entity\nname: a\ntype: double\n" + Owned, "3:7 wrong-value type", "Legal are: int32")]
    [InlineData("kind: Entity\nname: a\ntype: list<int64>\n" + Owned, "3:7 wrong-value type", "Legal are: int32")]
    [InlineData("kind: Entity\nname: a-b\ntype: int64\n" + Owned, "2:7 bad-name name", "Write 'a_b'.")]
    [InlineData("kind: Entity\nname: a\njoin_key: __a\ntype: int64\n" + Owned, "3:11 reserved-name join_key", null)]
    [InlineData(Product + "version: one\n", "6:10 wrong-value version", "Write '1.0.0'.")]
    [InlineData(Product + "version: v2.07\n", "6:10 wrong-value version", "Write '2.7.0'.")]
    [InlineData(Product + "version: \"3\"\n", "6:10 wrong-value version", "Write '3.0.0'.")]
    [InlineData(Product + "version: 1.2.3.4\n", "6:10 wrong-value version", "Write '1.0.0'.")]
    [InlineData(Product, "1:1 missing-key version", "Add 'version:'")]
    public void BindFile_OneMistake_GivesOneFindingWithItsFix(string text, string expected, string? fix)
    {
        var finding = Assert.Single(Findings.OfFile(text));

        Assert.Equal(expected, Findings.Show(finding));
        Assert.StartsWith(fix ?? string.Empty, finding.Fix ?? string.Empty, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.0.0")]
    [InlineData("0.1.0-rc.1+build.5")]
    public void BindFile_SemanticVersion_IsTaken(string version) => Assert.Empty(Findings.OfFile($"{Product}version: {version}\n"));

    [Theory]
    [InlineData("kind: Team\nname: @\n", 10_000, "'name' has 10,000 characters; at most 100 are legal.")]
    [InlineData("kind: Team\nname: x\ntitle: @\n", 201, "'title' has 201 characters; at most 200 are legal.")]
    [InlineData("kind: Entity\nname: @\ntype: int64\n" + Owned, 101, "'name' has 101 characters; at most 100 are legal.")]
    [InlineData(Product + "version: @\n", 10_000, "'version' has 10,000 characters; at most 100 are legal.")]
    public void BindFile_TextThatIsTooLong_IsRefusedByItsLength(string text, int length, string message)
    {
        var finding = Assert.Single(Findings.OfFile(text.Replace("@", new string('n', length), StringComparison.Ordinal)));

        Assert.Equal(("too-long", message), (finding.Rule, finding.Message));
    }

    [Theory]
    [InlineData("kind: Team\nname: x\ntitle: @\n", 200)]
    [InlineData("kind: Team\nname: @\n", 100)]
    public void BindFile_TextOfTheLongestLegalLength_IsTaken(string text, int length)
        => Assert.Empty(Findings.OfFile(text.Replace("@", new string('n', length), StringComparison.Ordinal)));

    [Theory]
    [InlineData("format: cvs", "wrong-value format")]
    [InlineData("csv: {delimiter: ab}", "wrong-value csv.delimiter")]
    [InlineData("csv: {delimiter: a}", "wrong-value csv.delimiter")]
    [InlineData("csv: {header: yes}", "wrong-type csv.header")]
    [InlineData("csv: {quote: x}", "unknown-key csv.quote")]
    [InlineData("csv: ';'", "wrong-type csv")]
    [InlineData("timestamp: sold_ta", "unknown-column timestamp")]
    [InlineData("timestamp: price", "timestamp-column timestamp")]
    [InlineData("allowed_lateness: 1 day", "wrong-value allowed_lateness")]
    [InlineData("max_ahead: [1d]", "wrong-type max_ahead")]
    [InlineData("earliest_event_time: never", "wrong-value earliest_event_time")]
    [InlineData("push: 1", "wrong-type push")]
    [InlineData("files: [/etc/passwd]", "wrong-value files")]
    [InlineData("files: [a/../../b]", "wrong-value files")]
    [InlineData("files: ['C:\\a']", "wrong-value files")]
    [InlineData("topic: shop.sales", "wrong-type topic")]
    [InlineData("topic: {connection: shop}", "missing-key topic.name")]
    [InlineData("topic: {name: shop sales}", "wrong-value topic.name")]
    [InlineData("topic: {name: ..}", "wrong-value topic.name")]
    [InlineData("topic: {name: s, format: xml}", "wrong-value topic.format")]
    [InlineData("topic: {name: s, start: now}", "wrong-value topic.start")]
    [InlineData("topic: {name: s, partition: 1}", "unknown-key topic.partition")]
    [InlineData("topic: {name: s, dead_letter: s}", "wrong-value topic.dead_letter")]
    [InlineData("topic: {name: s, dead_letter: a/b}", "wrong-value topic.dead_letter")]
    [InlineData("columns: []", "missing-key columns")]
    [InlineData("columns: {a: b}", "wrong-type columns")]
    public void BindFile_SourceKeyNotLegal_IsReportedAtTheKey(string line, string expected)
    {
        var key = line[..line.IndexOf(':')];
        var lines = Shop.Source.Split('\n').Where(other => !other.StartsWith(key + ":", StringComparison.Ordinal)).ToList();
        if (key == "columns")
        {
            lines.RemoveAll(static other => other.StartsWith(' '));
        }

        var findings = Findings.OfFile(string.Join('\n', lines.Append(line)));

        Assert.Contains(expected, findings.Select(static finding => Findings.Show(finding).Split(' ', 2)[1]));
    }

    [Theory]
    [InlineData("{name: price, type: double}", "duplicate-name columns[4].name")]
    [InlineData("{name: PRICE, type: double}", "duplicate-name columns[4].name")]
    [InlineData("{name: a b, type: double}", "bad-name columns[4].name")]
    [InlineData("{name: __a, type: double}", "reserved-name columns[4].name")]
    [InlineData("{type: double}", "missing-key columns[4].name")]
    [InlineData("{name: a}", "missing-key columns[4].type")]
    [InlineData("{name: a, type: text}", "wrong-value columns[4].type")]
    [InlineData("{name: a, type: \"list<string>\"}", "wrong-value columns[4].type")]
    [InlineData("{name: a, type: double, convert: whole_from_decimal}", "wrong-value columns[4].convert")]
    [InlineData("{name: a, type: int64, convert: WholeFromDecimal}", "wrong-value columns[4].convert")]
    [InlineData("{name: a, type: int64, convert: epoch_seconds}", "wrong-value columns[4].convert")]
    [InlineData("{name: a, type: int64, convert: bool_words}", "wrong-value columns[4].convert")]
    [InlineData("{name: a, type: int64, format: yyyy}", "wrong-value columns[4].format")]
    [InlineData("{name: a, type: int64, zone: Europe/London}", "wrong-value columns[4].zone")]
    [InlineData("{name: a, type: timestamp, zone: Europe/Londno}", "wrong-value columns[4].zone")]
    [InlineData("{name: a, type: timestamp, format: \"HH:mm\"}", "wrong-value columns[4].format")]
    [InlineData("{name: a, type: timestamp, format: \"%\"}", "wrong-value columns[4].format")]
    [InlineData("{name: a, type: int64, keep_empty: true}", "wrong-value columns[4].keep_empty")]
    [InlineData("{name: a, type: int64, nulls: [x]}", "unknown-key columns[4].nulls")]
    public void BindFile_ColumnNotLegal_IsReportedAtItsKey(string column, string expected)
        => Assert.Equal([expected], Findings.OfFile($"{Shop.Source}\n  - {column}\n").Select(static finding => Findings.Show(finding).Split(' ', 2)[1]));

    [Theory]
    [InlineData("{name: product, type: string}", "duplicate-name features[2].name")]
    [InlineData("{name: Product, type: string}", "duplicate-name features[2].name")]
    [InlineData("{name: event_timestamp, type: timestamp}", "reserved-name features[2].name")]
    [InlineData("{name: __x, type: timestamp}", "reserved-name features[2].name")]
    [InlineData("{name: x}", "missing-key features[2].type")]
    [InlineData("{name: x, type: double, window: 1h}", "missing-key features[2].window")]
    [InlineData("[x]", "wrong-type features[2]")]
    public void BindFile_FeatureNotLegal_IsReportedAtItsKey(string feature, string expected)
        => Assert.Contains(expected, Findings.OfFile($"{Shop.View}\n  - {feature}\n").Select(static finding => Findings.Show(finding).Split(' ', 2)[1]));

    [Theory]
    [InlineData("ttl: 30 days", "wrong-value ttl")]
    [InlineData("null_policy: oldest", "wrong-value null_policy")]
    [InlineData("strict_before: maybe", "wrong-type strict_before")]
    [InlineData("online: false\noffline: false", "wrong-value offline")]
    public void BindFile_ViewKeyNotLegal_IsReportedAtTheKey(string line, string expected)
        => Assert.Equal([expected], Findings.OfFile($"{Shop.View}\n{line}\n").Select(static finding => Findings.Show(finding).Split(' ', 2)[1]));

    [Fact]
    public void BindFile_NameWithTheSeparatorOfFullNames_IsReserved()
        => Assert.Equal("reserved-name", Assert.Single(Findings.OfFile(Shop.View.Replace("profile", "a__b", StringComparison.Ordinal))).Rule);

    [Theory]
    [InlineData("{name: a, version: 1}", "missing-key output_ports[1].feature_view")]
    [InlineData("{name: a, version: 1, source: sales, feature_view: profile}", "wrong-value output_ports[1].name")]
    [InlineData("{name: profile, version: \"1\", source: sales}", "duplicate-name output_ports[1].name")]
    [InlineData("{name: a, source: sales}", "missing-key output_ports[1].version")]
    public void BindFile_PortNotLegal_IsReported(string port, string expected)
        => Assert.Equal([expected], Findings.OfFile($"{Shop.Product}\n  - {port}\n").Select(static finding => Findings.Show(finding).Split(' ', 2)[1]));

    [Fact]
    public void BindFile_ManyMistakes_AreAllReportedInOrder()
    {
        const string Text = """
            kind: FeatureView
            name: Profile
            owner: crew
            entities: customer_id
            ttl: soon
            features:
              - {name: a, type: strng}
              - {type: int64, form: x}
            """;

        Assert.Equal(
            [
                "1:1 missing-key domain", "1:1 missing-key source", "2:7 bad-name name", "4:11 wrong-type entities", "5:6 wrong-value ttl", "7:21 wrong-value features[0].type",
                "8:5 missing-key features[1].name", "8:19 unknown-key features[1].form",
            ],
            Findings.OfFile(Text).Select(Findings.Show));
    }

    [Fact]
    public void BindFile_Source_ReadsEveryKey()
    {
        var draft = (SourceDraft)Assert.Single(DocumentBinder.BindFile("a.yaml", """
            kind: Source
            name: sales
            domain: shop
            owner: crew
            format: csv
            csv: {delimiter: "\t", header: false}
            null_values: ["?", 0]
            timestamp: at
            allowed_lateness: 1h30m
            earliest_event_time: 2010-12-01T00:00:00+01:00
            max_ahead: 0
            push: false
            files: [data/a.csv]
            columns:
              - {name: at, from: "2", type: timestamp, format: d/M/yyyy HH:mm, zone: Europe/London}
              - {name: id, from: "1", type: int64, convert: whole_from_decimal}
              - {name: note, type: string, keep_empty: true, convert: trim}
            """)).Draft!;

        var source = draft.Source;
        Assert.Equal(new CsvFormat { Delimiter = '\t', Header = false }, source.Csv);
        Assert.Equal(["?", "0"], source.NullValues);
        Assert.Equal((TimeSpan.FromMinutes(90), TimeSpan.Zero, false), (source.AllowedLateness, source.MaxAhead, source.AcceptsPush));
        Assert.Equal("2010-11-30T23:00:00Z", source.EarliestEventTime.ToString());
        Assert.Equal(
            new SourceColumn { Name = "at", From = "2", Type = new DataType(ScalarType.Timestamp), Format = "d/M/yyyy HH:mm", Zone = "Europe/London" },
            source.Columns[0]);
        Assert.Equal((Conversion.WholeFromDecimal, "note", true), (source.Columns[1].Conversion, source.Columns[2].From, source.Columns[2].KeepEmpty));
    }

    [Fact]
    public void BindFile_HugeNumberOfMistakes_IsCutWithACount()
    {
        var text = "kind: Team\nname: x\n" + string.Concat(Enumerable.Range(0, 5_000).Select(static i => $"zz{i}: 1\n"));

        var findings = Findings.OfFile(text);

        Assert.Equal(1_001, findings.Count);
        Assert.Equal("4,000 more findings are not listed.", findings[^1].Message);
    }
}
