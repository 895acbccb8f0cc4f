using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Definitions.Tests.Testing;
using Conformance.ExternalTopics;
using Ingestion.Model;

namespace Catalog.Definitions.Tests.Planning;

public sealed class ConnectionLintTests
{
    [Theory]
    [InlineData("{name: shop.sales, connection: memry}", "unknown-connection", "There is no connection 'memry'; those configured are 'memory'.", "Did you mean 'memory'?")]
    [InlineData("{name: shop.sales}", "unknown-connection", "There is no connection 'default'; those configured are 'memory'.", "Declare it in the configuration, as Ingestion:Kafka:Connections:default:BootstrapServers.")]
    [InlineData("{name: own.sales, connection: memory}", "wrong-value", "The topic 'own.sales' is one of the event log itself.", "Name a topic of another producer.")]
    [InlineData("{name: s, connection: memory, dead_letter: own.sales}", "wrong-value", "The topic 'own.sales' is one of the event log itself.", "Name a topic of another producer.")]
    [InlineData(
        "{name: shop.sales, connection: memory, format: avro}", "unknown-connection", "Payloads of the topic name their schema in a registry, and connection 'memory' has none.",
        "Set Ingestion:Kafka:Connections:memory:SchemaRegistry:Url in the configuration, or write 'format: json' if they name none.")]
    public void Add_TopicThatCannotBeRead_IsAnErrorWithItsFix(string topic, string rule, string message, string fix)
    {
        var outcome = new ConnectionLint(new MemoryTopics()).Add(Plan(topic));

        var finding = Assert.Single(outcome.Plan.Findings);
        Assert.False(outcome.Plan.IsValid);
        Assert.Equal((FindingSeverity.Error, rule, message), (finding.Severity, finding.Rule, finding.Message));
        Assert.StartsWith(fix, finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_KnownConnection_PassesWithItsDefaults()
    {
        var outcome = new ConnectionLint(new MemoryTopics()).Add(Plan("{name: shop.sales, connection: memory}"));

        Assert.Empty(outcome.Plan.Findings);
        var source = (Source)outcome.Next!.Models[new DefinitionId(DefinitionKind.Source, "sales")];
        Assert.Equal(new SourceTopic { Name = "shop.sales", Connection = "memory", Format = PayloadFormat.Json, Start = TopicStart.Earliest }, source.Topic);
        Assert.Equal(FileFormat.Ndjson, source.Format);
    }

    [Fact]
    public void Add_NobodyKnowsTheConnections_RefusesNothing()
        => Assert.Empty(new ConnectionLint().Add(Plan("{name: shop.sales, connection: memry}")).Plan.Findings);

    private static PlanOutcome Plan(string topic)
        => Planner.Plan(Shop.Set, new PlanRequest { Files = [new DefinitionFile("a.yaml", Shop.Source.Replace("format: csv", "topic: " + topic, StringComparison.Ordinal))] });
}
