using Catalog.Core.Model;
using Catalog.Definitions.Model;
using Catalog.Web.Components.Pages.Sources;
using Catalog.Web.Queries;
using Catalog.Web.Tests.Http;
using Catalog.Web.ViewModels;
using Ingestion.Enrichments;
using Ingestion.Pipelines;
using static Catalog.Web.Tests.Components.Rendering;

namespace Catalog.Web.Tests.Components;

/// <summary>How a source that is made of another one is shown.</summary>
public sealed class EnrichedSourceTests
{
    private static readonly DefinitionSet Shop = DefinitionSet.FromFiles(
    [
        new DefinitionFile("shop.yaml", IngestionServer.Definitions), new DefinitionFile("sales.odcs.yaml", IngestionServer.Contract), new DefinitionFile("rich.yaml", EnrichedSourceDoorTests.Enriched),
    ]);

    [Fact]
    public async Task Panels_Columns_SayWhereTheyComeFrom()
    {
        var panels = await RenderAsync<EnrichedSourcePanels>(new() { ["Facts"] = FactsOf(), ["Definitions"] = Shop });
        var rows = panels.QuerySelectorAll("tbody tr").Select(row => row.Children.Select(cell => cell.TextContent.Trim()).ToArray()).ToList();

        Assert.Equal(["last_paid", "double", "before:earlier_price", "customer_id"], rows[1]);
        Assert.Equal(["sold_at event time", "timestamp", "–"], rows[3]);
        Assert.Equal(["sales", "before", "dearer"], panels.QuerySelectorAll(".list a").Select(link => link.TextContent));
        Assert.Empty(panels.QuerySelectorAll(".note"));
    }

    [Fact]
    public async Task Panels_PumpFails_TellWhy()
    {
        var facts = FactsOf(new EnrichmentStatus { Source = "rich", Stream = "sales", Partition = 0, State = PipelineState.Failing, Error = "The disk is full." });
        var panels = await RenderAsync<EnrichedSourcePanels>(new() { ["Facts"] = facts, ["Definitions"] = Shop });

        Assert.Contains("The disk is full.", panels.QuerySelector(".note.failed")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void State_OfThePump_IsSaidInWords()
    {
        var running = new EnrichmentStatus { Source = "rich", Stream = "sales", Partition = 0, State = PipelineState.Running, Position = 5, EndOfLog = 5 };

        Assert.Equal((Status.Fresh, "Caught up"), (new StreamState([running]).Light, new StreamState([running]).Text));
        Assert.Equal((Status.Running, "1 event behind"), (new StreamState([running with { EndOfLog = 6 }]).Light, new StreamState([running with { EndOfLog = 6 }]).Text));
        Assert.Equal((Status.Failed, "Failing, tried again"), (new StreamState([running, running with { State = PipelineState.Failing }]).Light, new StreamState([running with { State = PipelineState.Failing }]).Text));
        Assert.Equal("Not begun", new StreamState([]).Text);
    }

    [Fact]
    public void SourcesOf_ProductOfAnEnrichedSource_NamesTheStream()
    {
        var product = new DataProduct { Name = "p", Domain = "shop", Owner = "crew", Version = "1", OutputPorts = [new OutputPort { Name = "rich", Version = "1", Source = "rich" }] };

        Assert.Equal(["rich", "sales"], ProductMap.SourcesOf(Shop, product));
    }

    [Fact]
    public void Promise_OfAnEnrichedSource_IsThatOfTheStreamsContract()
    {
        var promising = IngestionServer.Contract + "\nslaProperties:\n  - {property: latency, value: 2, unit: h}\n";
        var set = DefinitionSet.FromFiles(
        [
            new DefinitionFile("shop.yaml", IngestionServer.Definitions), new DefinitionFile("sales.odcs.yaml", promising), new DefinitionFile("rich.yaml", EnrichedSourceDoorTests.Enriched),
        ]);

        Assert.Equal(TimeSpan.FromHours(2), FreshnessService.PromiseOf(set, set.FindView("dearer")!));
        Assert.Null(FreshnessService.PromiseOf(Shop, Shop.FindView("dearer")!));
    }

    [Fact]
    public void Status_OfASourceThatCannotBeMade_IsFailed()
    {
        var facts = FactsOf(new EnrichmentStatus { Source = "rich", Stream = "sales", Partition = 0, State = PipelineState.Failing, Error = "The disk is full." });

        Assert.Equal((Status.Failed, "Failing, tried again"), (facts.Status, facts.StatusText));
    }

    private static SourceFacts FactsOf(params EnrichmentStatus[] partitions) => new()
    {
        Source = Shop.FindSource("rich")!, EventCount = 3, OpenQuarantined = 0, At = FixedClock.Now, Stream = new StreamState(partitions),
    };
}
