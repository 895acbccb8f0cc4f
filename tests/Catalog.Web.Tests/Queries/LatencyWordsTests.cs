using Catalog.Web.Queries;
using FeatureStore.Serving;

namespace Catalog.Web.Tests.Queries;

public sealed class LatencyWordsTests
{
    [Theory]
    [InlineData(0, "–", "–", "no lookup in the last 15 minutes", "No lookup in the last 15 minutes.")]
    [InlineData(5, "–", "after 20 lookups, 5 so far", "of 5 lookups in the last 15 minutes; told from 20 lookups on", "5 lookups in the last 15 minutes, too few for a p95.")]
    [InlineData(20, "139 ms", "139 ms, 20 lookups", "of 20 lookups in the last 15 minutes; half took no longer than 100 ms", "Lookup p95 is 139 ms, of 20 lookups.")]
    public void Lookups_ByTheirNumber_TellAPercentileOrNone(int count, string p95, string fact, string title, string sentence)
    {
        var summary = new LatencySummary(count, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(139), TimeSpan.FromMilliseconds(200));

        Assert.Equal((p95, fact, title, sentence), (LatencyWords.P95Of(summary), LatencyWords.FigureOf(summary) + LatencyWords.BesideOf(summary), LatencyWords.TitleOf(summary), LatencyWords.SentenceOf([summary])));
    }
}
