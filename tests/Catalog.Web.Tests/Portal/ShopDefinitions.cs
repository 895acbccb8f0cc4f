namespace Catalog.Web.Tests.Portal;

/// <summary>The documents of <see cref="ShopCatalogue"/>.</summary>
internal static class ShopDefinitions
{
    public const string Base = """
        kind: Domain
        name: shop
        title: The shop
        owner: crew
        description: What people buy.
        ---
        kind: Domain
        name: office
        owner: crew
        ---
        kind: Team
        name: crew
        title: The crew
        contact: crew@example.com
        members: [ana, ben]
        ---
        kind: Entity
        name: customer
        domain: shop
        owner: crew
        type: int64
        description: One customer.
        ---
        kind: Source
        name: lines
        domain: shop
        owner: crew
        description: Lines of receipts, one event a line.
        format: csv
        contract: lines
        timestamp: written_at
        columns:
          - {name: customer, type: int64}
          - {name: written_at, type: timestamp}
          - {name: price, type: double}
          - {name: product, type: string, convert: trim, description: Name of the product.}
        ---
        kind: Source
        name: quiet
        domain: office
        owner: crew
        format: ndjson
        timestamp: at
        columns:
          - {name: at, type: timestamp}
        ---
        kind: OnDemandFeatureView
        name: line_check
        domain: shop
        owner: crew
        description: How a price compares with the last one.
        sources:
          - {view: last_line}
          - request: asked
            schema:
              - {name: asked_price, type: double, description: The price that is asked.}
        features:
          - {name: to_last_price, expression: "asked_price / nullif(last_price, 0)", description: A multiple of the last price.}
          - {name: bought_last, from: last_product}
        ---
        kind: FeatureView
        name: last_line
        domain: shop
        owner: crew
        description: The newest line of a customer.
        entities: [customer]
        source: lines
        tags: [receipts]
        features:
          - {name: last_price, type: double, from: price, description: Price of the newest line.}
          - {name: last_product, type: string, from: product, tags: [pii]}
        ---
        kind: FeatureService
        name: advice_v1
        domain: shop
        owner: crew
        description: What the adviser asks for.
        features:
          - {view: last_line, features: [last_price]}
        """;

    public const string Products = """
        kind: DataProduct
        name: receipts
        title: Receipts
        domain: shop
        owner: crew
        version: 1.0.0 # shop
        description: Purchases per customer, from the lines of receipts.
        limitations: Lines without a customer are not in it.
        tags: [retail]
        inputs: [lines]
        output_ports:
          - {name: newest, version: "1", description: The newest line., feature_view: last_line}
          - {name: advice, version: "1", feature_service: advice_v1}
          - {name: all_lines, version: "2", description: Every accepted line., source: lines, contract: lines}
        ---
        kind: DataProduct
        name: books
        domain: office
        owner: crew
        version: 0.1.0
        status: deprecated
        description: What the office adds up
        inputs: [receipts/newest, quiet]
        output_ports:
          - {name: notes, version: "1", source: quiet}
        """;

    public const string Contract = """
        apiVersion: v3.1.0
        kind: DataContract
        id: lines
        name: lines
        version: 2.1.0
        status: active
        domain: shop
        description: {purpose: Lines of receipts.}
        schema:
          - name: lines
            quality:
              - {name: lines arrive, metric: rowCount, mustBeGreaterThan: 0}
            properties:
              - name: customer
                logicalType: integer
                required: true
                classification: pii
                quality:
                  - {name: customers are known, metric: nullValues, mustBeLessThan: 5, unit: percent, severity: warning}
              - {name: price, logicalType: number, logicalTypeOptions: {minimum: 0}}
              - {name: product, logicalType: string, logicalTypeOptions: {pattern: "^Product [0-9]$", maxLength: 20}}
        slaProperties:
          - {property: latency, value: 1, unit: day, element: lines.written_at}
          - {property: retention, value: 3, unit: year}
        """;
}
