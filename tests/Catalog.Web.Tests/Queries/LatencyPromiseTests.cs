using Catalog.Core.Model;
using Catalog.Web.Queries;

namespace Catalog.Web.Tests.Queries;

public sealed class LatencyPromiseTests
{
    [Theory]
    [InlineData("1", "hour", 3_600)]
    [InlineData("1", "h", 3_600)]
    [InlineData("0.5", "Days", 43_200)]
    [InlineData("2", "w", 1_209_600)]
    [InlineData("5", "m", 300)]
    [InlineData("250", "ms", 0.25)]
    public void Find_ValueAndUnit_AreRead(string value, string unit, double seconds)
        => Assert.Equal(TimeSpan.FromSeconds(seconds), Find(new ServiceLevel("latency", value, unit, null)));

    [Theory]
    [InlineData("soon", "hour")]
    [InlineData("0", "hour")]
    [InlineData("-1", "hour")]
    [InlineData("NaN", "hour")]
    [InlineData("1e300", "year")]
    [InlineData("1", "fortnight")]
    [InlineData("1", null)]
    public void Find_WordsNotUnderstood_PromiseNothing(string value, string? unit) => Assert.Null(Find(new ServiceLevel("latency", value, unit, null)));

    [Theory]
    [InlineData(null, true)]
    [InlineData("lines", true)]
    [InlineData("lines.at", true)]
    [InlineData("other.at, lines.at", true)]
    [InlineData("lines.price", false)]
    [InlineData("other", false)]
    public void Find_AnElement_CountsWhenItIsTheObjectOrItsTime(string? element, bool counts)
        => Assert.Equal(counts, Find(new ServiceLevel("latency", "1", "h", element)) is not null);

    [Fact]
    public void Find_SeveralPromises_TheShortestCounts()
        => Assert.Equal(TimeSpan.FromMinutes(5), Find(
            new ServiceLevel("latency", "1", "h", null), new ServiceLevel("Latency", "5", "min", "lines.at"), new ServiceLevel("retention", "1", "s", null),
            new ServiceLevel("latency", "1", "blink", null)));

    [Fact]
    public void Find_NoContract_PromisesNothing() => Assert.Null(LatencyPromise.Find(null, "lines", "at"));

    // The only object of a contract is that of every source, whatever it is called.
    private static TimeSpan? Find(params ServiceLevel[] levels) => LatencyPromise.Find(
        new Contract
        {
            Name = "c", Id = "c", Version = "1", ApiVersion = "v3.1.0", Schema = [new ContractObject("lines", null, [])], ServiceLevels = levels,
        },
        "shop",
        "at");
}
