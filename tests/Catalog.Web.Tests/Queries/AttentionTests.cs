using Catalog.Core.Values;
using Catalog.Definitions.Model;
using Catalog.Web.Components.Controls;
using Catalog.Web.Queries;
using Catalog.Web.Tests.Components;
using Catalog.Web.Tests.Http;
using Catalog.Web.ViewModels;
using FeatureStore.Serving;
using static Catalog.Web.Tests.Components.Rendering;

namespace Catalog.Web.Tests.Queries;

public sealed class AttentionTests
{
    private static readonly DefinitionSet Shop = DefinitionSet.FromFiles(
    [
        new DefinitionFile("shop.yaml", IngestionServer.Definitions), new DefinitionFile("sales.odcs.yaml", IngestionServer.Contract), new DefinitionFile("rich.yaml", EnrichedSourceDoorTests.Enriched),
    ]);

    [Fact]
    public void Views_LateForOneSource_AreOneItem()
    {
        var items = Attention.Of(new Holdings([], [.. Shop.Views.Select(Late)], [], []), [], Shop, FixedClock.Now);

        var item = Assert.Single(items);
        Assert.Equal((Status.Late, "sales", "sales"), (item.Status, item.Subject, item.Source));
        Assert.Equal(Shop.Views.Select(static view => view.Name), item.Parts.Select(static part => part.Name));
        Assert.StartsWith($"is behind {Shop.Views.Count} late views: ", item.Text, StringComparison.Ordinal);
        Assert.Equal(". Newest event 2 h ago; promised within 1 hour.", item.Tail);
    }

    [Fact]
    public void Store_ThatIsAway_IsNamedFirst()
    {
        var failing = new ViewFreshness { View = Shop.Views[0].Id, Status = Status.Failed, At = FixedClock.Now, Error = "The store is away." };
        var held = new Holdings([], [new ViewFacts(Shop.Views[0], failing, Rows: 5, Keys: null, default(LatencySummary))], [], []);

        var items = Attention.Of(held, [], Shop, FixedClock.Now, storeProblem: "The server cannot be reached.");

        Assert.Equal([("Online store", Status.Failed), (Shop.Views[0].Name, Status.Failed)], items.Select(static item => (item.Subject, item.Status)));
        Assert.EndsWith("The server cannot be reached.", items[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void View_AloneWithItsSource_IsNamed()
    {
        var view = Shop.Views[0];

        var item = Assert.Single(Attention.Of(new Holdings([], [Late(view)], [], []), [], Shop, FixedClock.Now));

        Assert.Equal((view.Name, "is late. Newest event 2 h ago; promised within 1 hour."), (item.Subject, item.Text));
    }

    [Fact]
    public async Task Panel_SeveralMattersOfASource_StandTogether()
    {
        AttentionItem[] items =
        [
            new(Status.Failed, "list-checks", "sales", "breaks its contract.", "/a") { Source = "sales" }, new(Status.Late, "activity", "another", "failed.", "/b"),
            new(Status.Late, "shield-alert", "sales", "has 2 refused events waiting.", "/c") { Source = "sales" },
        ];

        var panel = await RenderAsync<AttentionPanel>(new() { ["Items"] = items });

        Assert.Equal(["/a", "/c"], panel.QuerySelectorAll("li")[0].QuerySelectorAll("a").Select(static link => link.GetAttribute("href")));
        Assert.Equal(["/b"], panel.QuerySelectorAll("li")[1].QuerySelectorAll("a").Select(static link => link.GetAttribute("href")));
        Assert.Equal("2", panel.QuerySelector("header .m")!.TextContent.Trim());
    }

    private static ViewFacts Late(FeatureStore.Model.FeatureView view) => new(
        view,
        new ViewFreshness { View = view.Id, Status = Status.Late, At = FixedClock.Now, NewestEvent = FixedClock.Now - TimeSpan.FromHours(2), Promise = TimeSpan.FromHours(1) },
        Rows: 5,
        Keys: 5,
        default(LatencySummary));
}
