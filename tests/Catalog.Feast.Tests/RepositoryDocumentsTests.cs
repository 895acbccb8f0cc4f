using Catalog.Core.Model;
using Catalog.Core.Values;
using Catalog.Definitions.Model;
using Catalog.Feast.Registry;
using Catalog.Grpc;
using FeatureStore.Model;
using Proto = Catalog.Feast.Messages.Core;

namespace Catalog.Feast.Tests;

/// <summary>What clients apply as documents of the catalogue: registries that Feast wrote, and everything that the catalogue itself shows to clients, come back as they were.</summary>
public sealed class RepositoryDocumentsTests
{
    private const string Common = """
        kind: Domain
        name: shop
        owner: shop-team
        ---
        kind: Team
        name: shop-team

        """;

    private const string Views = """
        ---
        kind: Entity
        name: buyer
        domain: shop
        owner: shop-team
        type: int64
        join_key: buyer_id
        description: "Who: buys"
        ---
        kind: Entity
        name: day
        domain: shop
        owner: shop-team
        type: timestamp
        ---
        kind: Source
        name: sales
        domain: shop
        owner: shop-team
        format: ndjson
        timestamp: at
        columns:
          - {name: buyer_id, type: int64}
          - {name: day, type: timestamp}
          - {name: at, type: timestamp}
          - {name: amounts, type: "list<double>"}
          - {name: "yes", type: string}
          - {name: picture, type: bytes}
          - {name: paid, type: bool}
          - {name: pieces, type: int32}
          - {name: weight, type: float}
        ---
        kind: FeatureView
        name: spending
        domain: shop
        owner: shop-team
        entities: [buyer, day]
        source: sales
        timestamp: at
        ttl: 90m
        online: false
        tags: [hot, "a: b"]
        description: "Two lines:\nand 'more'"
        features:
          - {name: amounts, type: "list<double>", from: amounts, tags: [pii], description: "# each"}
          - {name: "yes", type: string, from: "yes"}
          - {name: picture, type: bytes, from: picture}
          - {name: paid, type: bool, from: paid}
          - {name: pieces, type: int32, from: pieces}
          - {name: weight, type: float, from: weight}
        ---
        kind: FeatureView
        name: newest_sale
        domain: shop
        owner: shop-team
        entities: []
        source: sales
        timestamp: at
        features:
          - {name: last_pieces, type: int32, from: pieces}
        ---
        kind: FeatureService
        name: model
        domain: shop
        owner: shop-team
        tags: [hot]
        features:
          - {view: spending, features: [pieces, paid], alias: payer, join_key_map: {buyer_id: payer_id}}

        """;

    [Fact]
    public void Of_WhatTheCatalogueShows_IsTheSameDefinitions()
    {
        var before = DefinitionSet.FromFiles([new DefinitionFile("shop.yaml", Common + Views)]);
        var shown = new FeastRegistry.State(before, "catalog", null).Message;
        var change = ChangeOf(shown);
        foreach (var feature in change.Views["newest_sale"].Spec.Features)
        {
            change.Views["newest_sale"].Spec.BatchSource.FieldMapping[feature.Tags["from"]] = feature.Name;
        }

        foreach (var feature in change.Views.Values.SelectMany(static view => view.Spec.Features))
        {
            feature.Tags.Remove("from"); // It says where the value is from, which the document says in its place.
        }

        var after = Apply(change);

        Assert.Equal(before.Entities.AsEnumerable(), after.Entities);
        Assert.Equal(before.Views.Select(Describe), after.Views.Select(Describe));
        Assert.Equal(before.Services.Select(Describe), after.Services.Select(Describe));
        Assert.Equal(
            before.Sources.Single().Columns.OrderBy(static column => column.Name, StringComparer.Ordinal).Select(static column => (column.Name, column.Type)),
            after.Sources.Single().Columns.OrderBy(static column => column.Name, StringComparer.Ordinal).Select(static column => (column.Name, column.Type)));
    }

    [Theory]
    [InlineData("1-minimal.registry.pb")]
    [InlineData("2-on-demand-push-service.registry.pb")]
    public void Of_RegistryThatFeastWrote_IsInForce(string name)
    {
        var registry = Proto.Registry.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Captures", name)));
        var change = ChangeOf(registry);
        change.Services.Clear(); // It also asks for an on-demand view, which a client cannot apply.

        var after = Apply(change);

        Assert.Equal(registry.FeatureViews.Select(static view => view.Spec.Name).Order(StringComparer.Ordinal), after.Views.Select(static view => view.Name));
        var view = after.FindView("driver_hourly_stats");
        Assert.Equal(["conv_rate", "acc_rate", "avg_daily_trips"], view?.Features.Select(static feature => feature.Name));
        Assert.Equal((TimeSpan.FromDays(1), "event_timestamp", "driver_stats_source"), (view?.Ttl, view?.TimestampColumn, view?.Source));
        Assert.Equal(new DataType(ScalarType.Timestamp), after.FindSource("driver_stats_source")?.Columns.Single(static column => column.Name == "created").Type);
    }

    [Fact]
    public void Of_TypeThatThereIsNot_IsRefused()
    {
        var registry = new FeastRegistry.State(DefinitionSet.FromFiles([new DefinitionFile("shop.yaml", Common + Views)]), "catalog", null).Message.Clone();
        registry.FeatureViews[0].Spec.Features[0].ValueType = (Messages.Types.ValueType.Types.Enum)20;

        var refused = Assert.Throws<GrpcException>(() => Apply(ChangeOf(registry)));

        Assert.Equal(GrpcStatusCode.FailedPrecondition, refused.Status);
        Assert.Contains("number 20", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_TtlThatIsNoDuration_IsRefused()
    {
        var change = ChangeOf(new FeastRegistry.State(DefinitionSet.FromFiles([new DefinitionFile("shop.yaml", Common + Views)]), "catalog", null).Message);
        change.Views["spending"].Spec.Ttl = new Google.Protobuf.WellKnownTypes.Duration { Seconds = 5, Nanos = -7 };

        Assert.Contains("5 seconds and -7 nanoseconds", Assert.Throws<GrpcException>(() => Apply(change)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shop", false)]
    [InlineData("other", true)]
    [InlineData(null, false)]
    public void IsForeign_WhatAClientApplied_IsThatOfItsDomainOnly(string? domain, bool isForeign)
    {
        var set = Apply(ChangeOf(new FeastRegistry.State(DefinitionSet.FromFiles([new DefinitionFile("shop.yaml", Common + Views)]), "catalog", null).Message));

        Assert.Equal(isForeign, new RepositoryDocuments(set).IsForeign(DefinitionKind.FeatureView, "spending", domain));
        Assert.True(new RepositoryDocuments(set).IsForeign(DefinitionKind.Domain, "shop", domain));
        Assert.False(new RepositoryDocuments(set).IsForeign(DefinitionKind.FeatureView, "nothing", domain));
    }

    [Fact]
    public void Of_Removals_LeaveWhatIsWrittenAgain()
    {
        var set = Apply(ChangeOf(new FeastRegistry.State(DefinitionSet.FromFiles([new DefinitionFile("shop.yaml", Common + Views)]), "catalog", null).Message));
        var change = new RepositoryChange();
        var (view, domain) = ChangeOf(new FeastRegistry.State(set, "catalog", null).Message).Views["spending"];
        change.Views["spending"] = (view, domain);
        change.Removed.UnionWith([new DefinitionId(DefinitionKind.Source, "sales"), new DefinitionId(DefinitionKind.FeatureView, "newest_sale")]);

        var plan = new RepositoryDocuments(set).Of(change);

        Assert.Equal([new DefinitionId(DefinitionKind.FeatureView, "newest_sale")], plan.Remove);
        Assert.Equal(["feast/shop/source-sales.yaml", "feast/shop/featureview-spending.yaml"], plan.Files.Select(static file => file.Path));
    }

    private static RepositoryChange ChangeOf(Proto.Registry registry)
    {
        var change = new RepositoryChange();
        foreach (var entity in registry.Entities.Where(static entity => !EntityMessages.IsDummy(entity.Spec.Name)))
        {
            change.Entities[entity.Spec.Name] = (entity.Spec.Clone(), "shop");
        }

        foreach (var view in registry.FeatureViews)
        {
            change.Views[view.Spec.Name] = (view.Spec.Clone(), "shop");
        }

        foreach (var service in registry.FeatureServices)
        {
            change.Services[service.Spec.Name] = (service.Spec.Clone(), "shop");
        }

        return change;
    }

    /// <summary>The change on nothing but the domain and its team.</summary>
    private static DefinitionSet Apply(RepositoryChange change)
    {
        var set = DefinitionSet.FromFiles([new DefinitionFile("domain.yaml", Common)]);
        return DefinitionSet.FromFiles([new DefinitionFile("domain.yaml", Common), .. new RepositoryDocuments(set).Of(change).Files]);
    }

    private static string Describe(FeatureView view)
        => $"{view.Name} {view.Description} {view.Domain} {view.Owner} {view.Ttl} {view.Online} {view.Source} {view.TimestampColumn} [{string.Join(", ", view.Tags.Order(StringComparer.Ordinal))}] "
            + $"{string.Join(", ", view.Entities)} {string.Join(", ", view.Features.Select(static feature => $"{feature.Name} {feature.Type} {feature.From} {feature.Description} {string.Join(' ', feature.Tags)}"))}";

    private static string Describe(FeatureService service)
        => $"{service.Name} {service.Domain} {string.Join(' ', service.Tags)} " + string.Join(
            ", ", service.Projections.Select(static projection => $"{projection.View} {string.Join(' ', projection.Features)} {projection.Alias} {string.Join(' ', projection.JoinKeyMap)}"));
}
