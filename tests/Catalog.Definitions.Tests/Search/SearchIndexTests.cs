using Catalog.Core.Model;
using Catalog.Definitions.Search;

namespace Catalog.Definitions.Tests.Search;

public sealed class SearchIndexTests
{
    private static readonly SearchIndex Index = new(
    [
        Document(DefinitionKind.FeatureView, "customer_engagement", "What a customer bought and sent back.", "loyalty", "spend_1h", "spend_7d"),
        Document(DefinitionKind.FeatureView, "basket_affinity", "Products bought together, spend per basket.", "loyalty", "basket_spend_avg_90d"),
        Document(DefinitionKind.FeatureView, "vehicle_position", "Where a bus was last seen.", "fleet", "last_speed"),
        Document(DefinitionKind.Source, "loyalty-transactions", "Lines of invoices.", "loyalty", "customer_id"),
    ]);

    private static readonly SearchDocument Activity = Document(DefinitionKind.FeatureView, "customer_activity", "What a customer buys.", "loyalty", "amount_7d", "lines_7d") with
    {
        ColumnDescriptions = new Dictionary<string, string> { ["amount_7d"] = "Pounds spent in a week.", ["lines_7d"] = "Lines in a week." },
    };

    [Fact]
    public void Find_NoWords_FindsEverything()
    {
        var result = Index.Find(SearchQuery.All);

        Assert.Equal(4, result.Hits.Count);
        Assert.Equal(4, result.Searched);
    }

    [Theory]
    [InlineData("customer_engagement", SearchTier.ExactName)]
    [InlineData("engagement", SearchTier.NameWords)]
    [InlineData("engage", SearchTier.NamePrefix)]
    [InlineData("customer spend", SearchTier.Column)]
    [InlineData("sent", SearchTier.Description)]
    [InlineData("engagemnet", SearchTier.Similar)]
    public void Find_Words_GivesTheTierOfTheBestPlace(string words, SearchTier tier)
    {
        var hit = Index.Find(SearchQuery.Parse(words)).Hits[0];

        Assert.Equal("customer_engagement", hit.Document.Id.Name);
        Assert.Equal(tier, hit.Tier);
    }

    [Theory]
    [InlineData("pounds", SearchTier.PartDescription)]
    [InlineData("customer pounds", SearchTier.PartDescription)]
    [InlineData("spend domain:loyalty", SearchTier.WordForm)]
    public void Find_DescriptionOfAColumn_GivesTheThingAndNamesTheColumn(string query, SearchTier tier)
    {
        var index = new SearchIndex([Activity, Document(DefinitionKind.FeatureView, "vehicle_position", "Where a bus was last seen.", "fleet", "last_speed")]);

        var hit = Assert.Single(index.Find(SearchQuery.Parse(query)).Hits);

        Assert.Equal(("customer_activity", tier), (hit.Document.Id.Name, hit.Tier));
        Assert.Equal(["amount_7d"], hit.Columns);
    }

    [Fact]
    public void Find_EquallyGood_WhatDefinesComesBeforeWhatUses()
    {
        var user = Document(DefinitionKind.FeatureService, "basket_v1", "", "loyalty", "amount_7d") with { IsUser = true };

        var hits = new SearchIndex([user, Activity]).Find(SearchQuery.Parse("amount")).Hits;

        Assert.Equal(["customer_activity", "basket_v1"], hits.Select(static hit => hit.Document.Id.Name));
    }

    [Fact]
    public void Find_ChosenValueThatNothingHas_IsShownSoThatItCanBeTakenBack()
        => Assert.Contains(new FacetCount("nope", 0), Index.Find(SearchQuery.Parse("spend domain:nope")).Facets[SearchFacet.Domain]);

    [Fact]
    public void Find_WordInColumn_NamesTheColumns()
    {
        var hits = Index.Find(SearchQuery.Parse("spend")).Hits;

        Assert.Equal(["basket_spend_avg_90d"], hits[0].Columns);
        Assert.Equal(["spend_1h", "spend_7d"], hits[1].Columns);
    }

    [Fact]
    public void Find_Facet_NarrowsAndCountsWhatOtherValuesWouldLeave()
    {
        var result = Index.Find(SearchQuery.Parse("kind:featureview domain:loyalty"));

        Assert.Equal(2, result.Hits.Count);
        Assert.Equal([new FacetCount("loyalty", 2), new FacetCount("fleet", 1)], result.Facets[SearchFacet.Domain]);
        Assert.Equal([new FacetCount("FeatureView", 2), new FacetCount("Source", 1)], result.Facets[SearchFacet.Kind]);
    }

    [Fact]
    public void Find_EachFacetValue_CountIsWhatChoosingItGives()
    {
        var query = SearchQuery.Parse("s");
        foreach (var (facet, counts) in Index.Find(query).Facets)
        {
            foreach (var count in counts)
            {
                Assert.Equal(count.Count, Index.Find(query.Toggle(facet, count.Value)).Hits.Count);
            }
        }
    }

    [Fact]
    public void Find_Freshness_NarrowsByWhatTheCallerKnows()
    {
        var lights = new Dictionary<SearchId, string> { [SearchId.Of(DefinitionKind.FeatureView, "basket_affinity")] = "Stale", [SearchId.Of(DefinitionKind.FeatureView, "vehicle_position")] = "Fresh" };

        var result = Index.Find(SearchQuery.Parse("freshness:stale"), lights);

        Assert.Equal(["basket_affinity"], result.Hits.Select(hit => hit.Document.Id.Name));
        Assert.Equal([new FacetCount("Fresh", 1), new FacetCount("Stale", 1)], result.Facets[SearchFacet.Freshness]);
        Assert.Empty(Index.Find(SearchQuery.Parse("freshness:stale")).Hits);
    }

    [Fact]
    public void With_MoreDocuments_FindsBoth()
    {
        var more = Index.With([new SearchDocument { Id = new SearchId("TrainingSet", "churn-1"), Title = "churn-1", Columns = ["spend_7d"] }]);

        Assert.Equal(["basket_affinity", "churn-1", "customer_engagement"], more.Find(SearchQuery.Parse("spend")).Hits.Where(hit => hit.Tier == SearchTier.Column).Select(hit => hit.Document.Id.Name));
        Assert.NotNull(more.Find(new SearchId("TrainingSet", "churn-1")));
        Assert.Null(Index.Find(new SearchId("TrainingSet", "churn-1")));
        Assert.Equal((4, 5), (Index.Find(SearchQuery.All).Searched, more.Find(SearchQuery.All).Searched));
    }

    [Theory]
    [InlineData("FeatureView", true)]
    [InlineData("TrainingSet", false)]
    [InlineData("1", false)]
    public void Definition_OfAnId_IsThereForDefinitionsOnly(string kind, bool expected) => Assert.Equal(expected, new SearchId(kind, "x").Definition is not null);

    [Fact]
    public void Near_Misspelt_OffersTheNearestName()
        => Assert.Equal("vehicle_position", Index.Near("vehicel")[0].Id.Name);

    [Theory]
    [InlineData("spend domain:loyalty")]
    [InlineData("a:b kind:source kind:entity")]
    [InlineData("")]
    public void Query_WrittenAndRead_IsTheSame(string text)
    {
        var written = SearchQuery.Parse(text).ToString();

        Assert.Equal(written, SearchQuery.Parse(written).ToString());
    }

    [Fact]
    public void Toggle_Twice_IsWhereItBegan()
    {
        var query = SearchQuery.Parse("spend domain:loyalty");

        Assert.Equal(query.ToString(), query.Toggle(SearchFacet.Kind, "Source").Toggle(SearchFacet.Kind, "Source").ToString());
    }

    private static SearchDocument Document(DefinitionKind kind, string name, string description, string domain, params string[] columns)
        => new() { Id = SearchId.Of(kind, name), Title = name, Description = description, Domain = domain, Columns = columns };
}
