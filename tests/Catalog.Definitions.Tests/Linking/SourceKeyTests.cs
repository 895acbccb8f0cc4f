using Catalog.Core.Model;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Definitions.Tests.Testing;

namespace Catalog.Definitions.Tests.Linking;

/// <summary>What divides the events of a source into partitions.</summary>
public sealed class SourceKeyTests
{
    private const string Source = """
        kind: Source
        name: visits
        domain: shop
        owner: crew
        format: ndjson
        timestamp: at
        key: [customer_id]
        columns:
          - {name: customer_id, type: int64}
          - {name: place, type: string}
          - {name: at, type: timestamp}
        ---
        kind: FeatureView
        name: newest_visit
        domain: shop
        owner: crew
        entities: [customer_id]
        source: visits
        features:
          - {name: place, type: string}
        """;

    [Fact]
    public void Plan_KeyThatIsAJoinKeyOfEveryView_IsTaken() => Assert.Empty(Findings.InShop(Source));

    [Theory]
    [InlineData("key: [customer_id]", "key: [custmer_id]", "unknown-column", "The source has no column 'custmer_id'.", "Did you mean 'customer_id'?")]
    [InlineData("key: [customer_id]", "key: [customer_id, customer_id]", "wrong-value", "The key names the column 'customer_id' twice.", "Name each column once.")]
    [InlineData(
        "key: [customer_id]",
        "key: [place]",
        "join-key",
        "The source 'visits' is divided by 'place', which is no join key of the view 'newest_visit': the events of one key of the view would have no order.",
        "Add the entity with the join key 'place'")]
    public void Plan_KeyThatDoesNotFit_IsReported(string before, string after, string rule, string message, string fix)
    {
        var finding = Assert.Single(Findings.InShop(Source.Replace(before, after, StringComparison.Ordinal)));

        Assert.Equal((rule, message), (finding.Rule, finding.Message));
        Assert.StartsWith(fix, finding.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_EnrichedSource_IsDividedAsItsStream()
    {
        var files = Shop.Files.Append(new DefinitionFile("visits.yaml", Source + """

            ---
            kind: Source
            name: visits_with_price
            domain: shop
            owner: crew
            from: visits
            enrich:
              - view: profile
                features: [last_price]
            """));

        var result = Planner.Plan(DefinitionSet.Empty, new PlanRequest { Files = [.. files] });

        Assert.Empty(result.Plan.Findings);
        Assert.Equal(["customer_id"], ((Ingestion.Model.Source)result.Next!.Models[new DefinitionId(DefinitionKind.Source, "visits_with_price")]).Key);
    }
}
