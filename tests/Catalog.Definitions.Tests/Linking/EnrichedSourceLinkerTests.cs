using Catalog.Core.Model;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;
using Catalog.Definitions.Tests.Testing;
using Ingestion.Model;

namespace Catalog.Definitions.Tests.Linking;

public sealed class EnrichedSourceLinkerTests
{
    private const string Rich = """
        kind: Source
        name: rich
        domain: shop
        owner: crew
        from: sales
        enrich:
          - view: profile
            on: {customer_id: customer_id}
            features: [last_price, {name: product, as: last_product}]
        """;

    // What an event cannot be joined with, and a source with other types.
    private const string Others = """
        kind: FeatureView
        name: counted
        domain: shop
        owner: crew
        entities: [customer_id]
        source: sales
        features:
          - {name: sold, aggregate: count, window: 1h}
          - {name: price, type: double}
        ---
        kind: FeatureView
        name: unkept
        domain: shop
        owner: crew
        entities: [customer_id]
        source: sales
        offline: false
        features: [{name: seen_price, type: double, from: price}]
        ---
        kind: FeatureView
        name: patched
        domain: shop
        owner: crew
        entities: [customer_id]
        source: sales
        null_policy: newest_non_null
        features: [{name: seen_price, type: double, from: price}]
        ---
        kind: OnDemandFeatureView
        name: computed
        domain: shop
        owner: crew
        sources: [{view: profile}]
        features: [{name: twice, expression: last_price * 2}]
        """;

    [Fact]
    public void Link_RightSource_HasTheColumnsOfTheStreamAndOfTheViews()
    {
        var source = Set(Rich).FindSource("rich")!;

        Assert.Equal(
            [("customer_id", "int64"), ("sold_at", "timestamp"), ("price", "double"), ("product", "string"), ("last_price", "double"), ("last_product", "string")],
            source.Columns.Select(static column => (column.Name, column.Type.ToString())));
        Assert.Equal(("sales", "sold_at", 1, false), (source.From, source.TimestampColumn, source.Version, source.AcceptsPush));
        var enrichment = Assert.Single(source.Enrichments);
        Assert.Equal([new EnrichmentKey("customer_id", "customer_id")], enrichment.On);
        Assert.Equal([new EnrichmentFeature("last_price", "last_price"), new EnrichmentFeature("product", "last_product")], enrichment.Features);
    }

    [Fact]
    public void Link_KeyOfTheSameName_NeedsNoMapping()
        => Assert.Equal([new EnrichmentKey("customer_id", "customer_id")], Set(Rich.Replace("    on: {customer_id: customer_id}\n", string.Empty)).FindSource("rich")!.Enrichments[0].On);

    [Fact]
    public void Link_Lateness_IsThatOfTheStreamUnlessDeclared()
    {
        var files = Shop.With("timestamp: sold_at", "timestamp: sold_at\nallowed_lateness: 3d");

        Assert.Equal(TimeSpan.FromDays(3), DefinitionSet.FromFiles([.. files, new("rich.yaml", Rich)]).FindSource("rich")!.AllowedLateness);
        Assert.Equal(TimeSpan.FromHours(1), DefinitionSet.FromFiles([.. files, new("rich.yaml", Rich + "\nallowed_lateness: 1h")]).FindSource("rich")!.AllowedLateness);
    }

    [Theory]
    [InlineData("from: sales", "from: sale", "unknown-reference", "There is no source 'sale'.", 5, 7)]
    [InlineData("view: profile", "view: profil", "unknown-reference", "There is no feature view 'profil'.", 7, 11)]
    [InlineData("view: profile", "view: computed", "enriched-source", "'computed' is an on-demand feature view: it has no rows that an event could be joined with.", 7, 11)]
    [InlineData("[last_price, ", "[last_pric, ", "unknown-feature", "The feature view 'profile' has no feature 'last_pric'.", 9, 16)]
    [InlineData("{name: product, as", "{name: produkt, as", "unknown-feature", "The feature view 'profile' has no feature 'produkt'.", 9, 35)]
    [InlineData("as: last_product", "as: Price", "name-collision", "The source would have two columns 'Price'; upper and lower case count as equal.", 9, 48)]
    [InlineData("{customer_id: customer_id}", "{customer: customer_id}", "join-key", "The feature view 'profile' has no join key 'customer'.", 8, 10)]
    [InlineData("{customer_id: customer_id}", "{customer_id: customer}", "unknown-column", "The source 'sales' has no column 'customer' for the join key 'customer_id' of 'profile'.", 8, 23)]
    [InlineData("{customer_id: customer_id}", "{customer_id: product}", "join-key", "The join key 'customer_id' of 'profile' is of type 'int64', but the column 'product' of 'sales' is of type 'string'.", 8, 23)]
    [InlineData("from: sales", "from: sales\ntimestamp: soldat", "unknown-column", "The source 'sales' has no column 'soldat'.", 6, 12)]
    [InlineData("from: sales", "from: sales\ntimestamp: price", "timestamp-column", "The column 'price' is of type 'double' and cannot hold the event time.", 6, 12)]
    [InlineData("from: sales", "from: rich", "source-cycle", "The source 'rich' is made of itself: 'rich' reads 'rich'.", 5, 7)]
    [InlineData("from: sales", "from: sales\nformat: csv", "enriched-source", "'format' belongs to a source that takes files and pushes; 'rich' is made of the events of 'sales', which were read and checked there.", 6, 9)]
    [InlineData("from: sales", "from: sales\ncontract: sales", "enriched-source", "'contract' belongs to a source that takes files and pushes; 'rich' is made of the events of 'sales', which were read and checked there.", 6, 11)]
    [InlineData("from: sales", "from: sales\ntopic: {name: shop.sales}", "enriched-source", "'topic' belongs to a source that takes files and pushes; 'rich' is made of the events of 'sales', which were read and checked there.", 6, 8)]
    [InlineData("from: sales\n", "", "missing-key", "The document has no 'from'.", 1, 1)]
    public void Link_WrongSource_SaysWhatAndWhere(string before, string after, string rule, string message, int line, int column)
    {
        var finding = Assert.Single(FindingsOf(Rich.Replace(before, after, StringComparison.Ordinal)));

        Assert.Equal((rule, message, line, column), (finding.Rule, finding.Message, finding.Location.Line, finding.Location.Column));
    }

    [Theory]
    [InlineData("counted", "sold", "The feature 'sold' of 'counted' is an aggregate: it has a value at every moment, and no row that an event could be joined with.")]
    [InlineData("unkept", "seen_price", "The feature view 'unkept' is not kept offline, so an event cannot be joined with the row that was the newest at its time.")]
    [InlineData("patched", "seen_price", "The feature view 'patched' passes over nulls, so its features come from several rows; an event is joined with one.")]
    public void Link_ViewThatCannotBeJoined_SaysWhy(string view, string feature, string message)
    {
        var finding = Assert.Single(FindingsOf(Rich.Replace("view: profile", $"view: {view}").Replace("[last_price, {name: product, as: last_product}]", $"[{feature}]")));

        Assert.Equal(("enriched-source", message), (finding.Rule, finding.Message));
    }

    [Fact]
    public void Link_CycleThroughAView_IsFound()
    {
        var view = Shop.View.Replace("name: profile", "name: of_rich").Replace("source: sales", "source: rich");
        var rich = Rich.Replace("view: profile", "view: of_rich");

        var finding = Assert.Single(FindingsOf($"{rich}\n---\n{view}"));

        Assert.Equal(("source-cycle", "The source 'rich' is made of itself: 'rich' reads 'of_rich' reads 'rich'."), (finding.Rule, finding.Message));
    }

    [Fact]
    public void Link_SourcesAndViewsOverEachOther_AreLinkedWhateverTheirNames()
    {
        var view = Shop.View.Replace("name: profile", "name: a_view").Replace("source: sales", "source: rich").Replace("from: price", "from: last_price");
        var deeper = Rich.Replace("name: rich", "name: a_source").Replace("from: sales", "from: rich").Replace("view: profile", "view: a_view").Replace("[last_price, {name: product, as: last_product}]", "[{name: last_price, as: deeper_price}]");

        var set = Set($"{deeper}\n---\n{view}\n---\n{Rich}");

        Assert.Equal(7, set.FindSource("a_source")!.Columns.Count);
        Assert.Equal(["a_source", "rich", "sales"], set.StreamsOf("a_source").Select(static source => source.Name));
    }

    [Theory]
    [InlineData("as: last_product", "as: other", 2)]
    [InlineData("{name: product, as: last_product}", "{name: last_price, as: last_product}", 2)]
    [InlineData("owner: crew", "owner: crew\ndescription: Sales with what was bought before.", 1)]
    [InlineData("owner: crew", "owner: crew\nallowed_lateness: 1h", 1)]
    public void Plan_ChangedEnrichment_IsANewVersionWhereEventsBecomeOthers(string before, string after, int version)
    {
        var outcome = Planner.Plan(Set(Rich), new PlanRequest { Files = [new DefinitionFile("rich.yaml", Rich.Replace(before, after))] });

        Assert.Equal(version, Assert.Single(outcome.Plan.Changes, static change => change.Id == new DefinitionId(DefinitionKind.Source, "rich")).ModelVersion);
    }

    [Fact]
    public void Plan_ChangedColumnOfTheStream_FlowsOn()
    {
        var sales = Shop.Source + "\n  - {name: store, type: string}";

        var outcome = Planner.Plan(Set(Rich), new PlanRequest { Files = [new DefinitionFile("source.yaml", sales)] });

        var rich = (Source)outcome.Next!.Models[new DefinitionId(DefinitionKind.Source, "rich")];
        Assert.Equal((2, "store"), (rich.Version, rich.Columns[4].Name));
    }

    [Fact]
    public void Plan_NewEnrichedSource_SaysThatItIsMadeOfAllEvents()
    {
        var outcome = Planner.Plan(Shop.Set, new PlanRequest { Files = [new DefinitionFile("rich.yaml", Rich)] });

        var consequence = Assert.Single(Assert.Single(outcome.Plan.Changes).Consequences);
        Assert.Equal((ConsequenceKind.Backfill, "The events of 'rich' are made of all events of 'sales'."), (consequence.Kind, consequence.Message));
    }

    [Fact]
    public void Plan_RemovedStream_IsHeldByTheSourceThatIsMadeOfIt()
    {
        var outcome = Planner.Plan(Set(Rich), new PlanRequest { Files = [], Remove = [new DefinitionId(DefinitionKind.Source, "sales")] });

        Assert.Contains(outcome.Plan.Findings, static finding => finding.Rule == "in-use" && finding.Message.Contains("'rich'", StringComparison.Ordinal));
    }

    private static DefinitionSet Set(string text) => DefinitionSet.FromFiles([.. Shop.Files, new DefinitionFile("others.yaml", Others), new DefinitionFile("rich.yaml", text)]);

    private static IReadOnlyList<Core.Errors.Finding> FindingsOf(string text)
        => Planner.Plan(DefinitionSet.FromFiles([.. Shop.Files, new DefinitionFile("others.yaml", Others)]), new PlanRequest { Files = [new DefinitionFile("a.yaml", text)] }).Plan.Findings;
}
