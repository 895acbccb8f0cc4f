using System.Diagnostics.Metrics;
using Catalog.Web.Metrics;

namespace Catalog.Web.Tests.Metrics;

public sealed class PrometheusTextTests : IDisposable
{
    private readonly Meter _meter = new("PrometheusTextTests");
    private readonly MetricsCollector _collector = new();

    public void Dispose()
    {
        _meter.Dispose();
        _collector.Dispose();
    }

    [Fact]
    public void Counter_IsSummedByItsTagsInWhateverOrder()
    {
        var counter = _meter.CreateCounter<long>("catalog.test.rows", "{row}", "Rows \\ read.");
        counter.Add(2, new("catalog.view", "a\"b\nc"), new("kind", "x"));
        counter.Add(3, new("kind", "x"), new KeyValuePair<string, object?>("catalog.view", "a\"b\nc"));
        counter.Add(1);

        Assert.Equal(
            "# HELP catalog_test_rows_total Rows \\\\ read.\n# TYPE catalog_test_rows_total counter\ncatalog_test_rows_total 1\ncatalog_test_rows_total{catalog_view=\"a\\\"b\\nc\",kind=\"x\"} 5\n",
            Own());
    }

    [Fact]
    public void Histogram_CountsUpToEachBound()
    {
        var histogram = _meter.CreateHistogram("catalog.test.duration", "s", "Time.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        foreach (var value in new[] { 0.1, 0.05, 0.5, 7 })
        {
            histogram.Record(value);
        }

        Assert.Equal(
            """
            # HELP catalog_test_duration_seconds Time.
            # TYPE catalog_test_duration_seconds histogram
            catalog_test_duration_seconds_bucket{le="0.1"} 2
            catalog_test_duration_seconds_bucket{le="1"} 3
            catalog_test_duration_seconds_bucket{le="+Inf"} 4
            catalog_test_duration_seconds_sum 7.65
            catalog_test_duration_seconds_count 4

            """.ReplaceLineEndings("\n"),
            Own());
    }

    [Fact]
    public void Gauge_IsAskedForAtEachScrapeAndForgetsWhatIsGone()
    {
        List<(string View, long Lag)> now = [("a", 5), ("b", 6)];
        _meter.CreateObservableGauge("catalog.test.lag", () => now.Select(static item => new Measurement<long>(item.Lag, new KeyValuePair<string, object?>("view", item.View))));

        Assert.Contains("catalog_test_lag{view=\"a\"} 5\ncatalog_test_lag{view=\"b\"} 6\n", Own(), StringComparison.Ordinal);
        now = [("b", 7)];

        Assert.Equal("# HELP catalog_test_lag \n# TYPE catalog_test_lag gauge\ncatalog_test_lag{view=\"b\"} 7\n", Own());
    }

    [Fact]
    public void Counter_WithEverNewTags_StopsAtItsMost()
    {
        var counter = _meter.CreateCounter<long>("catalog.test.many");
        for (var i = 0; i < MetricsCollector.MostSeries + 10; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("i", i));
        }

        Assert.Equal(MetricsCollector.MostSeries, Own().Split('\n').Count(static line => line.StartsWith("catalog_test_many", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Counter_ManyThreads_LosesNothing()
    {
        var counter = _meter.CreateCounter<long>("catalog.test.threads");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
        {
            for (var n = 0; n < 10_000; n++)
            {
                counter.Add(1, new KeyValuePair<string, object?>("odd", i % 2));
            }
        })));

        Assert.Contains("{odd=\"0\"} 40000\ncatalog_test_threads_total{odd=\"1\"} 40000\n", Own(), StringComparison.Ordinal);
    }

    // Other tests of the process have meters, too.
    private string Own() => PrometheusText.Write([.. _collector.Collect().Where(collected => collected.Instrument.Meter == _meter)]);
}
