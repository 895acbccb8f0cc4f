using Catalog.Core.Events;
using Catalog.Web.Queries.Runs;
using Lineage.Model;

namespace Catalog.Web.Tests.Queries.Runs;

public sealed class RunsAddressTests
{
    [Fact]
    public void Address_OfItsParts_ReadsBack()
    {
        var address = RunsAddress.Parse("failed", "trainingset", "a b", "dataset:kafka://h:9092:t", "1_2");

        Assert.Equal("/runs?state=failed&kind=trainingset&domain=a%20b&dataset=dataset%3Akafka%3A%2F%2Fh%3A9092%3At&cursor=1_2", address.ToString());
        var filter = address.ToFilter(7);
        Assert.Equal((RunState.Failed, RunKind.TrainingSet, "a b", new DatasetId("kafka://h:9092", "t"), "1_2", 7), (filter.State, filter.Kind, filter.Domain, filter.Dataset, filter.Cursor, filter.Limit));
    }

    [Theory]
    [InlineData("", "", "", "", "")]
    [InlineData("3", "-1", null, "dataset:x", null)]
    [InlineData("odd", "odd", null, "job:a:b", null)]
    [InlineData(null, null, null, "dataset::", null)]
    public void Address_WithoutSense_NarrowsNothing(string? state, string? kind, string? domain, string? dataset, string? cursor)
        => Assert.Equal("/runs", RunsAddress.Parse(state, kind, domain, dataset, cursor).ToString());
}
