using System.Text.Json.Nodes;
using Catalog.Cli.Output;

namespace Catalog.Cli.Tests.Output;

public sealed class SnakeCaseKeysTests
{
    [Theory]
    [InlineData("""{"runId": 1, "rowsPerSecond": {"peakMemoryBytes": [{"isLive": true}]}}""", """{"run_id":1,"rows_per_second":{"peak_memory_bytes":[{"is_live":true}]}}""")]
    [InlineData("""{"byRule": {"required:customerId": 1}, "warnings": {"someRule": 1}}""", """{"by_rule":{"required:customerId":1},"warnings":{"someRule":1}}""")]
    [InlineData("""{"warnings": [{"theRule": 1}]}""", """{"warnings":[{"the_rule":1}]}""")]
    [InlineData("""{"model": {"strictBefore": {"joinKey": 1}}, "facets": {"sqlJob": {"theQuery": 1}}, "figures": {"bytesRead": 1}}""", """{"model":{"strictBefore":{"joinKey":1}},"facets":{"sqlJob":{"theQuery":1}},"figures":{"bytesRead":1}}""")]
    [InlineData("""{"endedAt": null, "items": [null, "camelCase", 1.50]}""", """{"ended_at":null,"items":[null,"camelCase",1.50]}""")]
    [InlineData("""{"feature_names": {"event_timestamps": []}}""", """{"feature_names":{"event_timestamps":[]}}""")]
    public void Of_Document_ConvertsKeysThatAreNoUserData(string document, string expected)
        => Assert.Equal(expected, SnakeCaseKeys.Of(JsonNode.Parse(document)!).ToJsonString());
}
