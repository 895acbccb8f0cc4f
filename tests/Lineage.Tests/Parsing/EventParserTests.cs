using System.Text;
using Catalog.Core.Errors;
using Catalog.Core.Values;
using Lineage.Model;
using Lineage.Parsing;

namespace Lineage.Tests.Parsing;

public sealed class EventParserTests
{
    private const string Head = """ "eventTime":"2026-11-20T10:26:00Z","producer":"https://p","schemaURL":"https://s" """;
    private const string RunPart = """ "run":{"runId":"01936893-9751-7a91-a2a0-a51101a3970c"},"job":{"namespace":"n","name":"j"} """;

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("\"\\ud800\"")]
    [InlineData("{\"a\":\"\\ud800\"}")]
    public void Parse_NoJson_SaysSo(string text)
    {
        var finding = Assert.Single(EventParser.Parse(Encoding.UTF8.GetBytes(text), ParseMode.Tolerant).Findings);

        Assert.Equal((FindingSeverity.Error, FindingRules.NotJson), (finding.Severity, finding.Rule));
    }

    [Fact]
    public void Parse_HalfOfASurrogatePair_SaysSoInOneSentence()
        => Assert.Equal(
            "The event is no JSON document: it has a text with bytes that are no UTF-8, or half of a surrogate pair; send UTF-8.",
            Assert.Single(EventParser.Parse("{\"a\":\"\\ud800\"}"u8.ToArray(), ParseMode.Tolerant).Findings).Message);

    [Fact]
    public void Parse_BytesThatAreNoUtf8_SaysSo()
    {
        byte[] json = [.. "{\"a\":\""u8, 0xff, 0xfe, .. "\"}"u8];

        Assert.Equal(FindingRules.NotJson, Assert.Single(EventParser.Parse(json, ParseMode.Tolerant).Findings).Rule);
    }

    [Fact]
    public void Parse_TooDeep_SaysSo()
    {
        var json = new string('[', 1000) + new string(']', 1000);

        Assert.Equal(FindingRules.NotJson, Assert.Single(EventParser.Parse(Encoding.UTF8.GetBytes(json), ParseMode.Tolerant).Findings).Rule);
    }

    [Theory]
    [InlineData("[]", FindingRules.Shape)]
    [InlineData("3", FindingRules.Shape)]
    [InlineData("{}", FindingRules.Time)]
    [InlineData("{\"eventTime\":12}", FindingRules.Time)]
    [InlineData("{\"eventTime\":\"2026-02-30T00:00:00Z\"}", FindingRules.Time)]
    [InlineData("{\"eventTime\":\"yesterday\"}", FindingRules.Time)]
    public void Parse_UnusableEvent_IsRefusedInBothModes(string json, string rule)
    {
        foreach (var mode in new[] { ParseMode.Tolerant, ParseMode.Strict })
        {
            var result = EventParser.Parse(Encoding.UTF8.GetBytes(json), mode);

            Assert.Null(result.Event);
            Assert.Contains(result.Findings, finding => finding.Rule == rule && finding.Severity == FindingSeverity.Error);
        }
    }

    [Theory]
    [InlineData("2026-11-20T10:26:00Z", "2026-11-20T10:26:00Z", true)]
    [InlineData("2026-11-20t10:26:00z", "2026-11-20T10:26:00Z", true)]
    [InlineData("2026-11-20T10:26:00.5+01:00", "2026-11-20T09:26:00.500Z", true)]
    [InlineData("2020-12-28T19:51:01.641499999Z", "2020-12-28T19:51:01.641499Z", true)]
    [InlineData("2020-12-28T19:51:01.9999999999999Z", "2020-12-28T19:51:01.999999Z", true)]
    [InlineData("2026-11-20T10:26:00", "2026-11-20T10:26:00Z", false)]
    [InlineData("2026-11-20 10:26:00+00:00", "2026-11-20T10:26:00Z", false)]
    public void TryParse_Time_KeepsMicroseconds(string text, string expected, bool conforms)
    {
        Assert.True(Rfc3339.TryParse(text, out var instant, out var conforming));

        Assert.Equal(expected, instant.ToString());
        Assert.Equal(conforms, conforming);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-11-20")]
    [InlineData("11/20/2026 10:26:00")]
    [InlineData("2026-11-20T25:26:00Z")]
    [InlineData("2026-11-20T10:26:00+99:00")]
    [InlineData("2026-11-20T10:26Z")]
    public void TryParse_NoTime_IsFalse(string? text) => Assert.False(Rfc3339.TryParse(text, out _, out _));

    [Theory]
    [InlineData("COMPLETE", "COMPLETE", false)]
    [InlineData("complete", "COMPLETE", true)]
    [InlineData("DONE", "OTHER", true)]
    public void Parse_EventType_IsReadAsMeant(string type, string expected, bool warned)
    {
        var result = Parse($$"""{ {{Head}},"eventType":"{{type}}",{{RunPart}} }""");

        Assert.Equal(expected, result.Event?.EventType);
        Assert.Equal(warned, result.Findings.Any(finding => finding.Rule == FindingRules.EventType));
    }

    [Fact]
    public void Parse_RunIdThatIsNoUuid_AlwaysGivesTheSameUuid()
    {
        var json = $$"""{ {{Head}},"run":{"runId":"manual__2026"},"job":{"namespace":"n","name":"j"} }""";

        Assert.NotNull(Parse(json).Event?.RunId);
        Assert.Equal(Parse(json).Event?.RunId, Parse(json).Event?.RunId);
        Assert.Null(EventParser.Parse(Encoding.UTF8.GetBytes(json), ParseMode.Strict).Event);
    }

    [Fact]
    public void Parse_DatasetWithoutName_IsSetAsideAlone()
    {
        var result = Parse($$"""{ {{Head}},{{RunPart}},"inputs":[{"namespace":"n"},7,{"namespace":"n","name":"a"}],"outputs":"none" }""");

        Assert.Equal(new DatasetId("n", "a"), Assert.Single(result.Event?.Inputs ?? []).Id);
        Assert.Equal(["inputs[0]", "inputs[1]", "outputs"], result.Findings.Select(finding => finding.Location.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\\u0000b")]
    public void Parse_ImpossibleJobName_IsRefused(string name)
        => Assert.Null(Parse($$"""{ {{Head}},"run":{"runId":"r"},"job":{"namespace":"n","name":"{{name}}"} }""").Event);

    [Fact]
    public void Parse_NameAtTheLimit_IsTakenAndOneByteMoreIsNot()
    {
        EventParseResult ParseName(int length) => Parse($$"""{ {{Head}},"dataset":{"namespace":"n","name":"{{new string('x', length)}}"} }""");

        Assert.NotNull(ParseName(2000).Event);
        Assert.Null(ParseName(2001).Event);
    }

    [Fact]
    public void Parse_SameEventSpelledOtherwise_HasTheSameHash()
    {
        var one = Parse($$"""{ {{Head}},{{RunPart}},"inputs":[{"namespace":"n","name":"\u0061"}] }""");
        var two = Parse($$"""{"inputs":[{"name":"a","namespace":"n"}], {{RunPart}} , {{Head}} }""");
        var three = Parse($$"""{"inputs":[{"name":"b","namespace":"n"}], {{RunPart}} , {{Head}} }""");

        Assert.Equal(one.Event?.Hash, two.Event?.Hash);
        Assert.NotEqual(one.Event?.Hash, three.Event?.Hash);
    }

    [Fact]
    public void Parse_KindsOfEvents_AreToldApart()
    {
        var job = $$"""{ {{Head}},"job":{"namespace":"n","name":"j"} }""";
        var dataset = $$"""{ {{Head}},"dataset":{"namespace":"n","name":"d"} }""";
        var both = $$"""{ {{Head}},"job":{"namespace":"n","name":"j"},"dataset":{"namespace":"n","name":"d"} }""";

        Assert.Equal(EventKind.Run, Parse($$"""{ {{Head}},{{RunPart}} }""").Event?.Kind);
        Assert.Equal(EventKind.Job, Parse(job).Event?.Kind);
        Assert.Equal(EventKind.Dataset, Parse(dataset).Event?.Kind);
        Assert.Equal(EventKind.Job, Parse(both).Event?.Kind);
        Assert.Null(EventParser.Parse(Encoding.UTF8.GetBytes(both), ParseMode.Strict).Event);
    }

    [Fact]
    public void Parse_OptionalFacetMemberThatIsNull_CountsAsAbsent()
    {
        var facet = """ "nominalTime":{"_producer":"p","_schemaURL":"s","nominalStartTime":"2026-01-01T00:00:00Z","nominalEndTime":null} """;
        var json = $$$"""{ {{{Head}}},"run":{"runId":"01936893-9751-7a91-a2a0-a51101a3970c","facets":{ {{{facet}}} }},"job":{"namespace":"n","name":"j"} }""";

        var result = Parse(json);

        Assert.Empty(result.Findings);
        Assert.Contains("nominalTime", result.Event?.RunFacets.Keys ?? []);
    }

    [Fact]
    public void Parse_ThousandsOfBrokenFacets_KeepsTheFindingsShort()
    {
        var facets = string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"f{i}\":1"));
        var json = $$$"""{ {{{Head}}},"job":{"namespace":"n","name":"j","facets":{ {{{facets}}} }} }""";

        var result = Parse(json);

        Assert.NotNull(result.Event);
        Assert.Equal(100, result.Findings.Count);
    }

    [Fact]
    public void Parse_RandomBytes_NeverThrows()
    {
        var random = new Random(7);
        var seed = Encoding.UTF8.GetBytes($$"""{ {{Head}},{{RunPart}},"inputs":[{"namespace":"n","name":"a","facets":{"schema":{"fields":[{"name":"x"}] } } }] }""");
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = seed.ToArray();
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            var result = EventParser.Parse(bytes, ParseMode.Tolerant);
            Assert.True(result.Event is not null || result.Findings.Count > 0);
        }
    }

    [Fact]
    public void Parse_EventTimeAtTheEndsOfTheCalendar_IsTaken()
    {
        Assert.True(Rfc3339.TryParse("0001-01-01T00:00:00Z", out var first, out _));
        Assert.True(Rfc3339.TryParse("9999-12-31T23:59:59.999999Z", out var last, out _));

        Assert.Equal((Instant.MinValue, Instant.MaxValue), (first, last));
    }

    private static EventParseResult Parse(string json) => EventParser.Parse(Encoding.UTF8.GetBytes(json), ParseMode.Tolerant);
}
