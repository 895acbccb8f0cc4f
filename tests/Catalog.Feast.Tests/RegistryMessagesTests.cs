using Catalog.Definitions.Model;
using Catalog.Feast.Registry;
using Google.Protobuf;
using Proto = Catalog.Feast.Messages.Core;
using ValueType = Catalog.Feast.Messages.Types.ValueType.Types.Enum;

namespace Catalog.Feast.Tests;

/// <summary>Definitions as Feast's registry has them, where the client's own tests (sdk/python) do not look.</summary>
public sealed class RegistryMessagesTests
{
    private const string Common = """
        kind: Domain
        name: shop
        owner: shop-team
        ---
        kind: Team
        name: shop-team
        ---
        kind: Entity
        name: buyer
        domain: shop
        owner: shop-team
        type: int64
        join_key: buyer_id
        ---
        kind: Source
        name: sales
        domain: shop
        owner: shop-team
        format: ndjson
        timestamp: at
        columns:
          - {name: buyer_id, type: int64}
          - {name: at, type: timestamp}
          - {name: amount, type: double}
          - {name: kind, type: string}

        """;

    private const string Windows = """
        ---
        kind: FeatureView
        name: spending
        domain: shop
        owner: shop-team
        entities: [buyer]
        source: sales
        timestamp: at
        tags: [money, domain]
        features:
          - {name: last_kind, type: string, from: kind, tags: [pii]}
          - {name: average, aggregate: avg, of: amount, window: 1h}
          - {name: refunds, aggregate: count, where: "kind = 'refund'", window: 1d}
          - {name: refunded, aggregate: sum, of: amount, where: "kind = 'refund'", window: 1d}
          - {name: visits, aggregate: count, window: 1d}
          - {name: high, aggregate: percentile, of: amount, n: 95, window: 1d}

        """;

    [Fact]
    public void Of_ViewWithWindows_IsAStreamViewWithItsAggregations()
    {
        var registry = Read(Common + Windows);
        var view = Assert.Single(registry.StreamFeatureViews).Spec;

        Assert.Empty(registry.FeatureViews);
        Assert.Equal(
            [("average", "mean", "amount"), ("refunds", "count", "CASE WHEN kind = 'refund' THEN 1 END"), ("refunded", "sum", "CASE WHEN kind = 'refund' THEN amount END"), ("visits", "count", "1"), ("high", "percentile", "amount")],
            view.Aggregations.Select(static aggregation => (aggregation.Name, aggregation.Function, aggregation.Column)));
        Assert.Equal(TimeSpan.FromHours(1), view.Aggregations[0].TimeWindow.ToTimeSpan());
        Assert.Equal(TimeSpan.FromMinutes(5), view.Aggregations[0].SlideInterval.ToTimeSpan());
        Assert.Equal("95", view.Features[5].Tags["n"]);
        Assert.Equal("kind = 'refund'", view.Features[2].Tags["where"]);
        Assert.Equal(("true", "kind"), (view.Features[0].Tags["pii"], view.Features[0].Tags["from"]));
        Assert.Equal(("true", "shop"), (view.Tags["money"], view.Tags["domain"]));
        Assert.Equal(("buyer", "buyer_id"), (view.Entities.Single(), view.EntityColumns.Single().Name));
    }

    [Fact]
    public void Of_WindowsThatNobodyPushes_AreAFeatureView()
    {
        var registry = Read(Common.Replace("format: ndjson", "format: ndjson\npush: false", StringComparison.Ordinal) + Windows);
        var view = Assert.Single(registry.FeatureViews).Spec;

        Assert.Empty(registry.StreamFeatureViews);
        Assert.Null(view.StreamSource);
        Assert.Equal("avg", view.Features[1].Tags["aggregate"]);
        Assert.Equal(Proto.DataSource.Types.SourceType.BatchFile, Assert.Single(registry.DataSources).Type);
    }

    [Fact]
    public void Of_ViewWithoutEntities_HasFeastsPlaceholder()
    {
        var registry = Read(Common + """
            ---
            kind: FeatureView
            name: shop_state
            domain: shop
            owner: shop-team
            entities: []
            source: sales
            timestamp: at
            ttl: 36h
            features:
              - {name: newest_kind, type: string, from: kind}

            """);
        var view = Assert.Single(registry.FeatureViews).Spec;

        Assert.Equal(["buyer", "__dummy"], registry.Entities.Select(static entity => entity.Spec.Name));
        Assert.Equal(("__dummy", "__dummy_id"), (view.Entities.Single(), view.EntityColumns.Single().Name));
        Assert.Equal(TimeSpan.FromHours(36), view.Ttl.ToTimeSpan());
    }

    [Fact]
    public void Of_Service_KeepsAliasesAndJoinKeys()
    {
        var registry = Read(Common + Windows + """
            ---
            kind: FeatureService
            name: model
            domain: shop
            owner: shop-team
            features:
              - view: spending
                features: [visits, average]
                alias: payer
                join_key_map: {buyer_id: payer_id}
              - view: spending

            """);
        var projections = Assert.Single(registry.FeatureServices).Spec.Features;

        Assert.Equal(("spending", "payer", "payer_id"), (projections[0].FeatureViewName, projections[0].FeatureViewNameAlias, projections[0].JoinKeyMap["buyer_id"]));
        Assert.Equal([("visits", ValueType.Int64), ("average", ValueType.Double)], projections[0].FeatureColumns.Select(static column => (column.Name, column.ValueType)));
        Assert.Equal(6, projections[1].FeatureColumns.Count);
        Assert.Equal("at", projections[1].BatchSource.TimestampField);
    }

    [Fact]
    public void Of_NothingApplied_IsTheProjectAlone()
    {
        var registry = new FeastRegistry.State(DefinitionSet.Empty, "catalog", null).Message;

        Assert.Equal("catalog", Assert.Single(registry.Projects).Spec.Name);
        Assert.Equal(("1", "0"), (registry.RegistrySchemaVersion, registry.VersionId));
        Assert.Equal(registry, Proto.Registry.Parser.ParseFrom(registry.ToByteArray()));
    }

    [Theory]
    [InlineData("1-minimal.registry.pb", 2, 1, 0, 0, 0)]
    [InlineData("2-on-demand-push-service.registry.pb", 2, 2, 0, 2, 1)]
    [InlineData("3-stream-tags-permissions.registry.pb", 3, 2, 1, 0, 1)]
    public void Messages_RegistryThatFeastWrote_IsReadAndWrittenWhole(string name, int entities, int views, int streamViews, int onDemandViews, int services)
    {
        var bytes = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Captures", name));
        var registry = Proto.Registry.Parser.ParseFrom(bytes);

        Assert.Equal(
            (entities, views, streamViews, onDemandViews, services),
            (registry.Entities.Count, registry.FeatureViews.Count, registry.StreamFeatureViews.Count, registry.OnDemandFeatureViews.Count, registry.FeatureServices.Count));
        Assert.Contains(registry.Entities, static entity => entity.Spec is { Name: "driver", JoinKey: "driver_id", ValueType: ValueType.Int64 });
        var view = registry.FeatureViews.First(static view => view.Spec.Name == "driver_hourly_stats").Spec;
        Assert.Equal(("driver_id", "event_timestamp"), (view.EntityColumns[0].Name, view.BatchSource.TimestampField));
        Assert.Equal([ValueType.Float, ValueType.Float, ValueType.Int32], view.Features.Select(static feature => feature.ValueType));
        Assert.Equal(bytes.Length, registry.CalculateSize()); // What the messages here leave out is kept.
    }

    private static Proto.Registry Read(string text) => new FeastRegistry.State(DefinitionSet.FromFiles([new DefinitionFile("shop.yaml", text)]), "catalog", null).Message;
}
