using Catalog.Definitions.Model;

namespace Catalog.Definitions.Tests.Testing;

/// <summary>A small valid catalogue.</summary>
internal static class Shop
{
    public const string Base = """
        kind: Domain
        name: shop
        owner: crew
        ---
        kind: Team
        name: crew
        ---
        kind: Entity
        name: customer_id
        domain: shop
        owner: crew
        type: int64
        ---
        kind: Entity
        name: buyer
        join_key: customer_id
        domain: shop
        owner: crew
        type: string
        """;

    public const string Contract = """
        apiVersion: v3.1.0
        kind: DataContract
        id: sales
        name: sales
        version: 1.0.0
        status: active
        schema:
          - name: sales
            properties:
              - {name: customer_id, logicalType: integer, required: true}
              - {name: price, logicalType: number}
        """;

    public const string Source = """
        kind: Source
        name: sales
        domain: shop
        owner: crew
        format: csv
        max_ahead: 1d
        contract: sales
        timestamp: sold_at
        columns:
          - {name: customer_id, type: int64}
          - {name: sold_at, type: timestamp}
          - {name: price, type: double}
          - {name: product, type: string}
        """;

    public const string View = """
        kind: FeatureView
        name: profile
        domain: shop
        owner: crew
        entities: [customer_id]
        source: sales
        features:
          - {name: last_price, type: double, from: price}
          - {name: product, type: string}
        """;

    public const string Service = """
        kind: FeatureService
        name: churn
        domain: shop
        owner: crew
        features:
          - view: profile
            features: [last_price]
        """;

    public const string Product = """
        kind: DataProduct
        name: behaviour
        domain: shop
        owner: crew
        version: 1.0.0
        inputs: [sales]
        output_ports:
          - {name: profile, version: "1", feature_view: profile}
        """;

    public static IReadOnlyList<DefinitionFile> Files { get; } =
    [
        new("base.yaml", Base), new("contract.yaml", Contract), new("source.yaml", Source), new("view.yaml", View), new("service.yaml", Service), new("product.yaml", Product),
    ];

    public static DefinitionSet Set { get; } = DefinitionSet.FromFiles(Files);

    /// <summary>The files with one text replaced in all of them.</summary>
    public static IReadOnlyList<DefinitionFile> With(string before, string after)
        => [.. Files.Select(file => file with { Text = file.Text.Replace(before, after, StringComparison.Ordinal) })];
}
