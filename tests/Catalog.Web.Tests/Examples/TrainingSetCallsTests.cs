using Catalog.Core.Values;
using Catalog.Web.Examples;
using FeatureStore.Model;

namespace Catalog.Web.Tests.Examples;

public sealed class TrainingSetCallsTests
{
    [Fact]
    public void Make_OfARange_SendsNoFile()
    {
        var definition = new TrainingSetDefinition
        {
            Features = ["profile:spend"], FrameName = "all rows", Range = new TrainingSetRange { View = "profile", Start = new Instant(0), End = new Instant(1_000_000) },
        };

        var calls = TrainingSetCalls.Make("http://host", "kept", definition, overwrite: false, frame: null).ToDictionary(static call => call.Label, static call => call.Code);

        Assert.Contains("--view profile --start 1970-01-01T00:00:00Z --end 1970-01-01T00:00:01Z", calls["CLI"], StringComparison.Ordinal);
        Assert.Contains("""-d '{"name": "kept", "features": ["profile:spend"], "range": {"view":"profile","start":"1970-01-01T00:00:00Z","end":"1970-01-01T00:00:01Z"}}'""", calls["HTTP"], StringComparison.Ordinal);
        Assert.All(calls.Values, static code => Assert.DoesNotContain("frame", code, StringComparison.Ordinal));
        Assert.Contains("--as-of 1970-01-01T00:00:00Z", TrainingSetCalls.CommandLine("http://host", "", definition with { Range = new TrainingSetRange { AsOf = default(Instant) } }, overwrite: false, frame: null, "f"), StringComparison.Ordinal);
    }

    [Fact]
    public void Make_OfAFrameThatNobodyHas_BeginsWithIt()
    {
        var definition = new TrainingSetDefinition { Features = ["profile:spend"] };

        var written = Make(SnippetFrame.Written("entities.csv", "id,event_timestamp\n\"a \"\"b\"\"\",2026-11-20T12:00:00Z\n"));
        var fetched = Make(SnippetFrame.Fetched("entities.parquet", "http://host/frame"));
        var own = Make(SnippetFrame.Own("a;b.csv"));

        Assert.StartsWith("cat > entities.csv <<'END'\nid,event_timestamp\n\"a \"\"b\"\"\",2026-11-20T12:00:00Z\nEND\n./catalog training-set", written["CLI"], StringComparison.Ordinal);
        Assert.Contains("""        "\"a \"\"b\"\"\",2026-11-20T12:00:00Z\n" """.TrimEnd(), written["Python"], StringComparison.Ordinal);
        Assert.Contains("WriteAllTextAsync(\"entities.csv\",", written[".NET"], StringComparison.Ordinal);
        Assert.StartsWith("curl -sS --fail -o entities.parquet http://host/frame\n", fetched["HTTP"], StringComparison.Ordinal);
        Assert.Contains("file.write(requests.get(\"http://host/frame\").content)", fetched["Python"], StringComparison.Ordinal);
        Assert.Contains("""-F 'frame=@"a;b.csv"'""", own["HTTP"], StringComparison.Ordinal);
        Assert.All(written.Values.Concat(fetched.Values), static code => Assert.DoesNotContain("overwrite", code, StringComparison.Ordinal));

        Dictionary<string, string> Make(SnippetFrame frame)
            => TrainingSetCalls.Make("http://host", string.Empty, definition, overwrite: false, frame).ToDictionary(static call => call.Label, static call => call.Code);
    }
}
