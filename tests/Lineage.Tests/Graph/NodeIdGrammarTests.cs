using Lineage.Graph;
using Lineage.Model;

namespace Lineage.Tests.Graph;

public sealed class NodeIdGrammarTests
{
    [Theory]
    [InlineData("dataset:catalog:view/customer", "catalog", "view/customer")]
    [InlineData("dataset:kafka://broker:9092:orders", "kafka://broker:9092", "orders")]
    [InlineData("dataset:kafka://broker:orders", "kafka://broker", "orders")]
    [InlineData("dataset:postgres://h:5432:db.public.t", "postgres://h:5432", "db.public.t")]
    [InlineData("dataset:s3://bucket:path/with:colon", "s3://bucket", "path/with:colon")]
    [InlineData("dataset:duckdb:///data/loyalty.duckdb:main.t", "duckdb:///data/loyalty.duckdb", "main.t")]
    [InlineData("dataset:redis://h:6379/0:view", "redis://h:6379/0", "view")]
    [InlineData("dataset:file:/data/in.csv", "file", "/data/in.csv")]
    [InlineData("dataset:ns:name#01936893-9751-7a91-a2a0-a51101a3970c", "ns", "name")]
    public void Parse_Dataset_PutsTheLikeliestFirst(string id, string space, string name)
        => Assert.Equal(new NodeRef(NodeKind.Dataset, space, name, null), NodeIdGrammar.Parse(id)[0]);

    [Fact]
    public void Parse_SeveralColons_OffersEverySplit()
        => Assert.Equal(
            [("a", "b:c"), ("a:b", "c")], NodeIdGrammar.Parse("job:a:b:c").Select(node => (node.Namespace, node.Name)));

    [Fact]
    public void Parse_Column_TakesTheLastColonFirst()
    {
        var nodes = NodeIdGrammar.Parse("datasetField:kafka://h:9092:orders:id");

        Assert.Equal(new NodeRef(NodeKind.Column, "kafka://h:9092", "orders", "id"), nodes[0]);
        Assert.Contains(new NodeRef(NodeKind.Column, "kafka", "//h", "9092:orders:id"), nodes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("dataset")]
    [InlineData("dataset:")]
    [InlineData("dataset:x")]
    [InlineData("dataset::")]
    [InlineData("dataset:x:")]
    [InlineData("table:a:b")]
    [InlineData("datasetField:a:b")]
    public void Parse_AnythingElse_SaysWhatToWrite(string id)
    {
        var exception = Assert.Throws<LineageException>(() => NodeIdGrammar.Parse(id));

        Assert.Equal("invalid-node-id", exception.Code);
        Assert.Contains($"'{id}'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_OnlyColons_StaysBounded()
        => Assert.InRange(NodeIdGrammar.Parse("datasetField:" + new string(':', 10_000)).Count, 1, 100);
}
