using Catalog.Core.Model;
using Catalog.Web.Drafts;

namespace Catalog.Web.Tests.Drafts;

public sealed class EntriesTests
{
    [Fact]
    public async Task Rename_FeatureCalledLikeItsColumn_KeepsTheColumn()
    {
        await using var catalogue = await DraftCatalogue.OpenAsync();
        var session = catalogue.Change();
        var rows = new FeatureEntries(session);

        rows.Rename(0, "pric");
        rows.Rename(0, "price_now");

        Assert.Contains("  # the newest price\n  - {name: price_now, type: double, from: price}\n", session.Draft.Text, StringComparison.Ordinal);

        rows.Rename(0, "price");
        Assert.Contains("  - {name: price, type: double}\n", session.Draft.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rename_MendedByItsButton_KeepsTheColumn()
    {
        await using var catalogue = await DraftCatalogue.OpenAsync();
        var session = catalogue.Change();

        new FeatureEntries(session).Rename(0, "price now");
        var finding = Assert.Single(session.FindingsBelow("features[0]"));
        session.Mend(finding, Assert.Single(finding.Edits));

        Assert.Contains("  - {name: price_now, type: double, from: price}\n", session.Draft.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Take_AnotherColumn_BringsItsType()
    {
        await using var catalogue = await DraftCatalogue.OpenAsync();
        var session = catalogue.Change();
        var rows = new FeatureEntries(session);

        rows.Take(1, "price");
        rows.Take(0, "product");

        Assert.Contains("  - {name: product, type: string}\n  - {name: last_product, type: double, from: price}\n", session.Draft.Text, StringComparison.Ordinal);
        Assert.Equal(["product"], rows.Unused.Select(static column => column.Name).Append("product").Distinct());
    }

    [Fact]
    public async Task Choose_AggregatesInTurn_KeepsWhatTheyShareAndWritesWhatTheyNeed()
    {
        await using var catalogue = await DraftCatalogue.OpenAsync();
        var session = catalogue.Change();
        var rows = new FeatureEntries(session);

        rows.Aggregates.Choose(0, "sum", rows.ColumnOf(0));
        Assert.Contains("  - {name: price, aggregate: sum, of: price, window: 7d}\n", session.Draft.Text, StringComparison.Ordinal);
        Assert.Equal("double", rows.Aggregates.TypeOf(0, rows.Source)?.ToString());

        rows.Rename(0, "spent_7d");
        session.Set("features[0].where", "price > 0");
        rows.Aggregates.Choose(0, "last_n", rows.ColumnOf(0));
        Assert.Contains("  - {name: spent_7d, aggregate: last_n, of: price, where: price > 0, n: 5, window: 7d}\n", session.Draft.Text, StringComparison.Ordinal);
        Assert.Equal("list<double>", rows.Aggregates.TypeOf(0, rows.Source)?.ToString());
        Assert.Empty(session.FindingsBelow("features[0]"));

        rows.Aggregates.SetNumber(0, "3");
        rows.Aggregates.Choose(0, "percentile", rows.ColumnOf(0));
        Assert.Contains("of: price, where: price > 0, n: 3, window: 7d}", session.Draft.Text, StringComparison.Ordinal);
        rows.Aggregates.SetNumber(0, "many");
        Assert.NotEmpty(session.FindingsBelow("features[0]"));

        rows.Aggregates.Choose(0, "count", rows.ColumnOf(0));
        Assert.Contains("  - {name: spent_7d, aggregate: count, where: price > 0, window: 7d}\n", session.Draft.Text, StringComparison.Ordinal);
        Assert.Equal("int64", rows.Aggregates.TypeOf(0, rows.Source)?.ToString());
    }

    [Fact]
    public async Task SetWindow_OfANameThatEndsInIt_TheNameFollowsUntilOneIsTyped()
    {
        await using var catalogue = await DraftCatalogue.OpenAsync();
        var session = catalogue.Change();
        session.Write(session.Draft.Text.Replace("{name: price, type: double}", "{name: spent_30m, aggregate: sum, of: price, window: 30m}", StringComparison.Ordinal));
        var rows = new FeatureEntries(session);

        foreach (var typed in new[] { "30", "3", "", "1", "1h" })
        {
            rows.SetWindow(0, typed);
        }

        Assert.Contains("{name: spent_1h, aggregate: sum, of: price, window: 1h}", session.Draft.Text, StringComparison.Ordinal);
        rows.Rename(0, "hour_1h");
        rows.SetWindow(0, "2h");
        Assert.Contains("{name: hour_1h, aggregate: sum, of: price, window: 2h}", session.Draft.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetWindow_OfANameThatEndsOtherwise_LeavesTheName()
    {
        await using var catalogue = await DraftCatalogue.OpenAsync();
        var session = catalogue.Change();
        var rows = new FeatureEntries(session);
        rows.Aggregates.Choose(0, "sum", rows.ColumnOf(0));

        rows.SetWindow(0, "1h");

        Assert.Contains("{name: price, aggregate: sum, of: price, window: 1h}", session.Draft.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TakeNewest_OfAnAggregate_LeavesNothingOfIt()
    {
        await using var catalogue = await DraftCatalogue.OpenAsync();
        var session = catalogue.Change();
        var rows = new FeatureEntries(session);
        var before = session.Draft.Text;

        rows.Aggregates.Choose(0, "top_k", rows.ColumnOf(0));
        Assert.NotEqual(before, session.Draft.Text);
        rows.TakeNewest(0);

        Assert.Equal(before, session.Draft.Text);
        rows.Aggregates.Choose(0, "avg", rows.ColumnOf(0));
        rows.Rename(0, "mean");
        rows.TakeNewest(0);
        Assert.Contains("  - {name: mean, type: double, from: price}\n", session.Draft.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unused_KeysTimesAndTakenColumns_AreLeftOut()
    {
        await using var catalogue = await DraftCatalogue.OpenAsync();
        var session = catalogue.New(DefinitionKind.FeatureView);
        var rows = new FeatureEntries(session);

        Assert.Equal(["product", "price"], rows.Unused.Select(static column => column.Name));
        rows.AddNext();
        rows.AddNext();
        rows.AddNext();

        Assert.Empty(rows.Unused);
        Assert.Equal(
            ["product string", "price double", "last_bought_at timestamp"],
            Enumerable.Range(0, rows.Count).Select(i => $"{session.Draft.Value($"features[{i}].name")} {session.Draft.Value($"features[{i}].type")}"));
    }

    [Fact]
    public async Task Aim_PortAtAnotherKind_ReplacesTheKey()
    {
        await using var catalogue = await DraftCatalogue.OpenAsync();
        var session = catalogue.New(DefinitionKind.DataProduct);
        var rows = new PortEntries(session);

        rows.AddNext();
        Assert.Equal("feature_view:basket", rows.TargetOf(0));

        rows.Aim(0, "source:sales");
        Assert.Equal("output_ports[0].source", rows.TargetPathOf(0));
        Assert.EndsWith("  - {name: basket, version: \"1\", source: sales}\n", session.Draft.Text, StringComparison.Ordinal);

        rows.Aim(0, string.Empty);
        Assert.Equal(string.Empty, rows.TargetOf(0));
        Assert.Contains(session.Findings.All, static finding => finding.Location.Path == "output_ports[0].feature_view");
    }
}
