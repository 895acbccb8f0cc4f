using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Web.Drafts;
using Catalog.Web.ViewModels;

namespace Catalog.Web.Tests.Drafts;

public sealed class DraftSessionTests : IAsyncLifetime
{
    private DraftCatalogue _catalogue = null!; // Opened before each test.

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _catalogue = await DraftCatalogue.OpenAsync();

    public ValueTask DisposeAsync() => _catalogue.DisposeAsync();

    [Fact]
    public void Shown_SomethingMissing_IsToFillInUntilSomebodyWasThere()
    {
        var session = _catalogue.New(DefinitionKind.FeatureView);
        var missing = session.Findings.ErrorCount;
        Assert.Equal((0, missing, $"{missing} to fill in"), (session.Shown.Count, session.PendingCount, session.WhyNot));

        session.Leave("name");

        Assert.Equal("missing-key", Assert.Single(session.Shown).Rule);
        Assert.StartsWith("1 error left, ", session.WhyNot, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AnotherName_IsHeldBackAndCanBePressedAway()
    {
        var session = _catalogue.Change();
        var name = session.Id!.Value.Name;

        session.Write(session.Draft.Text.Replace($"name: {name}", "name: other", StringComparison.Ordinal));
        var finding = session.Findings.All.Single(static finding => finding.Rule == "another-name");

        Assert.Equal(("name", "1 error left"), (finding.Location.Path, session.WhyNot));
        session.Mend(finding, Assert.Single(finding.Edits));
        Assert.Equal("Nothing is changed yet", session.WhyNot);
    }

    [Fact]
    public void Write_Nothing_IsHeldBack()
    {
        var session = _catalogue.Change();

        session.Write(string.Empty);

        Assert.Equal("Nothing is defined here", session.WhyNot);
    }

    [Fact]
    public void FindingsAt_SomethingMissing_IsSaidOnceSomebodyWasThere()
    {
        var session = _catalogue.New(DefinitionKind.FeatureView);

        Assert.Empty(session.FindingsAt("name"));
        session.Leave("name");

        Assert.Equal("missing-key", Assert.Single(session.FindingsAt("name")).Rule);
        Assert.Empty(session.FindingsAt("features"));
    }

    [Fact]
    public void Set_Typo_IsFoundAtItsFieldAndLineAndCanBePressedAway()
    {
        var session = _catalogue.Change();

        session.Set("features[1].from", "prodct");
        var finding = Assert.Single(session.FindingsBelow("features[1]"));

        Assert.Equal(("features[1].from", LineMark.Error), (finding.Location.Path, DraftFindings.Marks(session.Findings.All, session.Draft.Outline, null)[finding.Location.Line]));
        Assert.Equal("1 error left", session.WhyNot);

        session.Mend(finding, Assert.Single(finding.Edits));
        Assert.Equal("product", session.Draft.Value("features[1].from"));
        Assert.Equal("Nothing is changed yet", session.WhyNot);
    }

    [Fact]
    public void Set_WindowThatDoesNotFit_IsNamedAsTypedAndEachWayOutCanBePressed()
    {
        var session = _catalogue.Change();
        new FeatureEntries(session).Aggregates.Choose(0, "count", "price");
        session.Set("features[0].window", "25h30m");

        var finding = Assert.Single(session.FindingsBelow("features[0]"), static finding => finding.Rule == "window");
        Assert.Contains("'25h30m'", finding.Message, StringComparison.Ordinal);
        session.Mend(finding, finding.Edits.Single(static way => way.Label == "hop: 30m"));

        Assert.Equal(("25h30m", "30m"), (session.Draft.Value("features[0].window"), session.Draft.Value("features[0].hop")));
        Assert.DoesNotContain(session.FindingsBelow("features[0]"), static finding => finding.Rule == "window");
    }

    [Theory]
    [InlineData("from", "2 * prize", "2 * price", "price")]
    [InlineData("from", "rond(price)", "round(price)", "round")]
    [InlineData("window", "7 dayz", "7d", "7d")]
    [InlineData("window", "2", "2h", "2h")]
    [InlineData("of", "prize", "price", "price")]
    [InlineData("where", "prize > 3", "price > 3", "price")]
    public void Mend_ValueOfAFeature_WritesTheWholeOfWhatIsRight(string key, string wrong, string right, string label)
    {
        var session = _catalogue.Change();
        if (key is "window" or "of" or "where")
        {
            new FeatureEntries(session).Aggregates.Choose(0, "sum", "price");
            session.Set("features[0].window", "1h");
        }

        session.Set($"features[0].{key}", wrong);
        var finding = Assert.Single(session.FindingsAt($"features[0].{key}"));
        session.Mend(finding, finding.Edits.Single(edit => edit.Label == label));

        Assert.Equal(right, session.Draft.Value($"features[0].{key}"));
        Assert.Empty(session.FindingsAt($"features[0].{key}"));
    }

    [Fact]
    public void Mend_NameThatAnotherHas_TakesAFreeOne()
    {
        var session = _catalogue.Change();
        session.Set("features[1].name", session.Draft.Value("features[0].name"));

        var finding = Assert.Single(session.FindingsAt("features[1].name"), static finding => finding.Rule == "duplicate-name");
        session.Mend(finding, Assert.Single(finding.Edits));

        Assert.Equal(session.Draft.Value("features[0].name") + "_2", session.Draft.Value("features[1].name"));
    }

    [Fact]
    public void Mend_NameThatIsMissing_IsMadeOfWhatTheFeatureReads()
    {
        var session = _catalogue.Change();
        session.Set("features[1].from", "2 * price");
        session.Set("features[1].name", string.Empty);

        var finding = Assert.Single(session.FindingsAt("features[1].name"), static finding => finding.Rule == "missing-key");
        session.Mend(finding, Assert.Single(finding.Edits));

        Assert.Equal("c2_price", session.Draft.Value("features[1].name"));
    }

    [Fact]
    public void Set_WhatOthersNeed_IsAnErrorElsewhere()
    {
        var session = _catalogue.Change();

        new FeatureEntries(session).Rename(0, "cost");

        Assert.Contains(session.Findings.All, static finding => finding.Rule == "unknown-feature" && !DraftFindings.IsOwn(finding));
    }

    [Fact]
    public void Name_OfAnother_IsTaken()
    {
        var session = _catalogue.New(DefinitionKind.FeatureView);

        session.Set("name", "basket");

        Assert.Equal("duplicate-name", Assert.Single(session.FindingsAt("name")).Rule);
    }

    [Fact]
    public async Task ApplyAsync_NewView_IsInForceAndLeadsToItsPage()
    {
        var session = _catalogue.New(DefinitionKind.FeatureView);
        session.Set("name", "buyer_price");
        new FeatureEntries(session).AddAll();
        (session.Author, session.Message) = (" ana ", "for the offer");

        var address = await session.ApplyAsync(Token);

        Assert.Equal("/shop/views/buyer_price", address);
        var applied = _catalogue.Find(DefinitionKind.FeatureView, "buyer_price");
        Assert.Equal(("ana", "for the offer", "shop/views/buyer_price.yaml"), (applied.Author, applied.Message, applied.Path));
    }

    [Fact]
    public async Task ApplyAsync_Change_KeepsComments()
    {
        var session = _catalogue.Change();
        session.Set("ttl", "60d");

        await session.ApplyAsync(Token);

        Assert.Equal(DraftCatalogue.View.Replace("30d", "60d", StringComparison.Ordinal).TrimEnd(), _catalogue.Find(DefinitionKind.FeatureView, "basket").Text.TrimEnd());
        Assert.Equal("anonymous", _catalogue.Find(DefinitionKind.FeatureView, "basket").Author);
    }

    [Fact]
    public async Task ApplyAsync_Errors_AppliesNothingAndTellsWhatIsMissing()
    {
        var session = _catalogue.New(DefinitionKind.FeatureView);

        Assert.Null(await session.ApplyAsync(Token));

        Assert.Single(session.FindingsAt("name"));
        Assert.Equal(1, _catalogue.Registry.Current.Revision);
    }

    [Fact]
    public void FindView_DraftThatIsValid_IsTheViewAsItWouldBe()
    {
        var session = _catalogue.Change();
        Assert.Equal(TimeSpan.FromDays(30), session.FindView()!.Ttl);

        session.Set("ttl", "60d");
        Assert.Equal(TimeSpan.FromDays(60), session.FindView()!.Ttl);

        session.Set("ttl", "60x");
        Assert.Null(session.FindView());
    }

    [Fact]
    public async Task PlanAsync_TextChangedSince_IsNoPlanAnyMore()
    {
        var session = _catalogue.Change();
        session.Set("source", "sales");
        session.Set("ttl", "60d");
        await session.PlanAsync(Token);
        Assert.Equal("ttl", Assert.Single(Assert.Single(session.Plan!.Changes).Fields).Path);

        session.Set("ttl", "61d");

        Assert.Null(session.Plan);
    }

    [Fact]
    public async Task ApplyAsync_ReadersLose_NeedsConsent()
    {
        await _catalogue.ApplyAsync("entity.yaml", "kind: Entity\nname: thing\ndomain: shop\nowner: shop-team\njoin_key: product\ntype: string\n", "ben");
        var session = _catalogue.Change();
        session.Set("entities[0]", "thing");

        Assert.Null(await session.ApplyAsync(Token));
        Assert.True(session.HasLosses);
        Assert.Equal("Agree first that readers lose something", session.WhyNot);

        session.Accept(losses: true);
        Assert.Equal("/shop/views/basket", await session.ApplyAsync(Token));
    }

    [Fact]
    public async Task ApplyAsync_SomebodyChangedAnother_PlansAgainAndApplies()
    {
        var session = _catalogue.Change();
        session.Set("ttl", "60d");
        await session.PlanAsync(Token);
        await _catalogue.ApplyAsync("team.yaml", "kind: Team\nname: other-team\n", "ben");

        Assert.Null(await session.ApplyAsync(Token));
        Assert.Contains("meanwhile", session.Failure, StringComparison.Ordinal);
        Assert.Null(session.Conflict);

        Assert.NotNull(await session.ApplyAsync(Token));
    }

    [Fact]
    public async Task ApplyAsync_SomebodyChangedTheSame_LosesNothing()
    {
        var session = _catalogue.Change();
        session.Set("ttl", "60d");
        await session.PlanAsync(Token);
        await _catalogue.ApplyAsync("basket.yaml", DraftCatalogue.View.Replace("  - {name: last_product, type: string, from: product}\n", "", StringComparison.Ordinal), "ben");

        Assert.Null(await session.ApplyAsync(Token));
        var conflict = session.Conflict!;
        Assert.Equal(("ben", "because"), (conflict.Author, conflict.Message));
        Assert.Equal("Choose first what becomes of the other change", session.WhyNot);

        session.Resolve(conflict.Merged!);
        Assert.NotNull(await session.ApplyAsync(Token));
        var text = _catalogue.Find(DefinitionKind.FeatureView, "basket").Text;
        Assert.Contains("ttl: 60d  # a month", text, StringComparison.Ordinal);
        Assert.DoesNotContain("last_product", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Set_AfterSomebodyElseChangedIt_IsPutIntoTheirsToo()
    {
        var session = _catalogue.Change();
        await _catalogue.ApplyAsync("basket.yaml", DraftCatalogue.View.Replace("  - {name: last_product, type: string, from: product}\n", "", StringComparison.Ordinal), "ben");
        session.LookForOthers();
        session.Set("ttl", "60d");

        session.Resolve(session.Conflict!.Merged!);

        Assert.Null(session.Conflict);
        Assert.Contains("ttl: 60d  # a month", session.Draft.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("last_product", session.Draft.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolve_KeepMine_ReplacesTheirs()
    {
        var session = _catalogue.Change();
        session.Set("ttl", "60d");
        await _catalogue.ApplyAsync("basket.yaml", DraftCatalogue.View.Replace("30d", "7d", StringComparison.Ordinal), "ben");
        session.LookForOthers();
        Assert.Null(session.Conflict!.Merged);

        session.Resolve(session.Draft.Text);

        Assert.Null(session.Conflict);
        Assert.NotNull(await session.ApplyAsync(Token));
        Assert.Contains("ttl: 60d", _catalogue.Find(DefinitionKind.FeatureView, "basket").Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resolve_TakeTheirs_CanBeUndone()
    {
        var session = _catalogue.Change();
        session.Set("ttl", "60d");
        await _catalogue.ApplyAsync("basket.yaml", DraftCatalogue.View.Replace("30d", "7d", StringComparison.Ordinal), "ben");
        session.LookForOthers();

        session.Resolve(session.Conflict!.Theirs!);
        Assert.False(session.Draft.HasChanges);

        session.Undo();
        Assert.Equal("60d", session.Draft.Value("ttl"));
    }

    [Fact]
    public async Task LookForOthers_RemovedMeanwhile_OffersToKeep()
    {
        var session = _catalogue.Change(DefinitionKind.FeatureService, "offer");
        session.Set("description", "What the offer reads.");
        await _catalogue.RemoveAsync(DefinitionKind.FeatureService, "offer");
        session.LookForOthers();
        Assert.Null(session.Conflict!.Theirs);

        session.Resolve(session.Draft.Text);

        Assert.Null(session.Conflict);
        Assert.Equal("/shop/services/offer", await session.ApplyAsync(Token));
    }

    [Fact]
    public async Task Resume_DraftOfAnOlderVersion_IsAConflict()
    {
        await _catalogue.ApplyAsync("basket.yaml", DraftCatalogue.View.Replace("30d", "7d", StringComparison.Ordinal), "ben");
        var session = _catalogue.Change();

        session.Resume(DraftCatalogue.View.Replace("price,", "price_now, from: price,", StringComparison.Ordinal), DraftCatalogue.View.TrimEnd());

        Assert.NotNull(session.Conflict);
    }

    [Theory]
    [InlineData(DefinitionKind.Domain)]
    [InlineData(DefinitionKind.Team)]
    [InlineData(DefinitionKind.Contract)]
    [InlineData(DefinitionKind.Source)]
    [InlineData(DefinitionKind.Entity)]
    [InlineData(DefinitionKind.FeatureView)]
    [InlineData(DefinitionKind.FeatureService)]
    [InlineData(DefinitionKind.DataProduct)]
    public async Task Template_Named_LacksOnlyWhatAPersonKnows(DefinitionKind kind)
    {
        var session = _catalogue.New(kind);
        var draft = session.Draft;

        Assert.All(session.Findings.All.Where(static finding => finding.Severity == FindingSeverity.Error), finding => Assert.Contains(
            (finding.Rule, finding.Location.Path),
            new[] { ("missing-key", "name"), ("missing-key", "features"), ("missing-key", "output_ports") }));

        session.Set("name", "brand_new_one");
        if (kind == DefinitionKind.FeatureView)
        {
            new FeatureEntries(session).AddNext();
        }
        else if (kind == DefinitionKind.DataProduct)
        {
            new PortEntries(session).AddNext();
        }

        Assert.NotNull(draft.Outline);
        Assert.NotNull(await session.ApplyAsync(Token));
        Assert.NotNull(_catalogue.Registry.Current.Find(new DefinitionId(kind, "brand_new_one")));
    }
}
