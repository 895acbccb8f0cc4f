using AngleSharp.Dom;
using Catalog.Core.Model;
using Catalog.Web.Components.Forms;
using Catalog.Web.Drafts;
using Catalog.Web.Tests.Drafts;
using Catalog.Web.ViewModels;
using static Catalog.Web.Tests.Components.Rendering;

namespace Catalog.Web.Tests.Components.Forms;

public sealed class FormPartTests : IAsyncLifetime
{
    private DraftCatalogue _catalogue = null!; // Opened before each test.

    public async ValueTask InitializeAsync() => _catalogue = await DraftCatalogue.OpenAsync();

    public ValueTask DisposeAsync() => _catalogue.DisposeAsync();

    [Fact]
    public async Task TextField_WithAnError_IsTiedToItsWordsRuleAndFix()
    {
        var session = _catalogue.Change();
        session.Set("ttl", "30x");

        var field = await RenderAsync<TextField>(new() { ["Session"] = session, ["Path"] = "ttl", ["Label"] = "Max age", ["Help"] = Text("For ever") });
        var input = field.QuerySelector("input")!;

        Assert.Equal(("30x", "true"), (input.GetAttribute("value"), input.GetAttribute("aria-invalid")));
        Assert.Equal(input.Id, field.QuerySelector("label")!.GetAttribute("for"));
        var notes = field.QuerySelector("#" + input.GetAttribute("aria-describedby"))!;
        Assert.Contains("such as 30d", notes.TextContent, StringComparison.Ordinal);
        Assert.Equal("wrong-value", notes.QuerySelector(".rule")!.TextContent);
        Assert.DoesNotContain("For ever", notes.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TextField_TextOfSeveralLines_KeepsThem()
    {
        var session = _catalogue.Change();
        session.Set("description", "One\ntwo.");

        var field = await RenderAsync<TextField>(new() { ["Session"] = session, ["Path"] = "description", ["Label"] = "What" });

        Assert.Equal("2", field.QuerySelector("textarea")!.GetAttribute("rows"));
    }

    [Fact]
    public async Task ChoiceField_ValueThatIsNoChoice_IsShownAsItIs()
    {
        var session = _catalogue.Change();
        session.Set("owner", "gone-team");

        var field = await RenderAsync<ChoiceField>(new()
        {
            ["Session"] = session, ["Path"] = "owner", ["Label"] = "Owner", ["Options"] = Choices.Teams(session.Catalogue),
        });

        Assert.Equal(["gone-team (not known)", "shop-team"], field.QuerySelectorAll("option").Select(static option => option.TextContent));
        Assert.Equal("true", field.QuerySelector("select")!.GetAttribute("aria-invalid"));
    }

    [Fact]
    public async Task PickField_List_OffersOnlyWhatIsNotInIt()
    {
        var field = await RenderAsync<PickField>(new()
        {
            ["Session"] = _catalogue.Change(), ["Path"] = "entities", ["Label"] = "Entities", ["Options"] = new[] { new Choice("buyer", "buyer", "shop"), new Choice("seller", "seller", "shop") },
        });

        Assert.Equal("Remove buyer", field.QuerySelector(".pick button")!.GetAttribute("aria-label"));
        Assert.Equal(["Add…", "seller"], field.QuerySelectorAll("option").Select(static option => option.TextContent));
    }

    [Fact]
    public async Task FeatureRow_WithATypo_OffersTheColumnItMeans()
    {
        var session = _catalogue.Change();
        session.Set("features[1].from", "prodct");

        var form = await RenderAsync<FeatureViewFields>(new() { ["Session"] = session });
        var row = form.QuerySelectorAll("[role=group]")[1];

        var notes = form.QuerySelector("#" + row.QuerySelector("input")!.GetAttribute("aria-describedby"))!;
        Assert.Equal("product", notes.QuerySelector("button.fix")!.TextContent);
        Assert.Contains("1 with errors", form.TextContent, StringComparison.Ordinal);
        Assert.Equal("prodct", row.QuerySelector("[aria-invalid=true]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task FeatureRow_OfAnAggregate_HasItsPartsAndItsType()
    {
        var session = _catalogue.Change();
        new FeatureEntries(session).Aggregates.Choose(0, "percentile", "price");

        var form = await RenderAsync<FeatureViewFields>(new() { ["Session"] = session });
        var row = form.QuerySelectorAll("[role=group]")[0];

        Assert.Equal("percentile", row.QuerySelector("select option[selected]")!.GetAttribute("value"));
        Assert.Equal(["price", "price", "7d", "", "95", ""], row.QuerySelectorAll("input").Select(static input => input.GetAttribute("value") ?? ""));
        Assert.Equal(["Name", "Of", "Window", "Meaning", "Percent", "Where"], row.QuerySelectorAll("input").Select(static input => input.GetAttribute("aria-label")));
        Assert.Equal("double", row.QuerySelector(".type")!.TextContent);
    }

    [Fact]
    public async Task YamlPanel_Errors_AreListedWithTheirLines()
    {
        var session = _catalogue.Change();
        session.Set("ttl", "x");
        session.Focus("features");

        var panel = await RenderAsync<YamlPanel>(new() { ["Session"] = session });

        Assert.Equal("1 error", panel.QuerySelector(".status-line b")!.TextContent);
        Assert.Equal("line 7", panel.QuerySelector("#draft-findings .link")!.TextContent);
        Assert.Equal(YamlPanel.LineId + "7", panel.QuerySelector(".yaml > .bad")!.Id);
        Assert.Equal(4, panel.QuerySelectorAll(".yaml > .hit").Length);
    }

    [Fact]
    public async Task PlanPanel_Change_ShowsFieldsAndReaders()
    {
        var session = _catalogue.Change();
        session.Set("null_policy", "newest_non_null");
        await session.PlanAsync(TestContext.Current.CancellationToken);

        var panel = await RenderAsync<PlanPanel>(new() { ["Session"] = session });

        Assert.Contains("null_policy new → newest_non_null", Words(panel), StringComparison.Ordinal);
        Assert.Contains("backfill version 2 of basket is computed from all events of sales.", Words(panel), StringComparison.Ordinal);
        Assert.Equal("/shop/services/offer", panel.QuerySelector(".plan-readers a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task ConflictPanel_SameLines_SaysWhyTheyCannotBePutTogether()
    {
        var session = _catalogue.Change();
        session.Set("ttl", "60d");
        await _catalogue.ApplyAsync("basket.yaml", DraftCatalogue.View.Replace("30d", "7d", StringComparison.Ordinal), "ben");
        session.LookForOthers();

        var panel = await RenderAsync<ConflictPanel>(new() { ["Session"] = session });

        Assert.Equal(["Keep mine in place of theirs", "Take theirs"], panel.QuerySelectorAll("button").Select(static button => button.TextContent));
        Assert.Contains("ben changed this definition", Words(panel), StringComparison.Ordinal);
        Assert.Single(panel.QuerySelectorAll(".yaml > .add"));
    }

    [Theory]
    [InlineData("The column 'unit_prize' is not there.", "unit_prize")]
    [InlineData("The shop's column is the shop's own.", null)]
    [InlineData("Don't write 'a' here.", "a")]
    [InlineData("'ttl' is wrong.", "ttl")]
    public async Task Quoted_Words_AreCode(string text, string? code)
    {
        var quoted = await RenderAsync<Quoted>(new() { ["Text"] = text });

        Assert.Equal(code, quoted.QuerySelector("code")?.TextContent);
        Assert.Equal(code is null ? text : text.Replace($"'{code}'", code, StringComparison.Ordinal), quoted.TextContent);
    }

    private static string Words(IElement part) => string.Join(' ', part.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
