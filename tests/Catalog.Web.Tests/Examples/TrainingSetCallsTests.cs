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

        var calls = TrainingSetCalls.Make("http://host", "kept", definition, overwrite: false).ToDictionary(static call => call.Label, static call => call.Code);

        Assert.Contains("--view profile --start 1970-01-01T00:00:00Z --end 1970-01-01T00:00:01Z", calls["CLI"], StringComparison.Ordinal);
        Assert.Contains("""-d '{"name": "kept", "features": ["profile:spend"], "range": {"view":"profile","start":"1970-01-01T00:00:00Z","end":"1970-01-01T00:00:01Z"}}'""", calls["HTTP"], StringComparison.Ordinal);
        Assert.All(calls.Values, static code => Assert.DoesNotContain("frame", code, StringComparison.Ordinal));
        Assert.Contains("--as-of 1970-01-01T00:00:00Z", TrainingSetCalls.CommandLine("http://host", "", definition with { Range = new TrainingSetRange { AsOf = default(Instant) } }, overwrite: false, "f"), StringComparison.Ordinal);
    }
}
