using System.Globalization;
using System.Text;

namespace Catalog.Cli.Tests.Testing;

/// <summary>
/// The definitions of a small shop in a folder: one source under a contract that wants a customer and no negative price, an entity, a view, a service. Its names
/// are its own, so that shops in one catalogue do not meet.
/// </summary>
internal sealed class Shop : IDisposable
{
    private static int _count;

    private readonly TemporaryDirectory _folder = new();
    private readonly int _number = Interlocked.Increment(ref _count);

    internal Shop()
    {
        _folder.Write("domain.yaml", $"""
            kind: Domain
            name: {Domain}
            owner: {Domain}-crew
            ---
            kind: Team
            name: {Domain}-crew

            """);
        WriteSource();
        WriteContract();
        WriteView();
    }

    internal string Path => _folder.Path;

    internal string Domain => $"shop{_number}";

    internal string Source => $"sales{_number}";

    internal string View => $"profile{_number}";

    internal string Service => $"model{_number}";

    internal string Key => $"customer{_number}";

    internal string File(string name) => _folder.File(name);

    internal string Write(string name, string text) => _folder.Write(name, text);

    /// <summary>A file of lines <c>customer,time,price,product</c>; an empty customer or a negative price is refused.</summary>
    internal string Lines(string name, params string[] lines) =>
        _folder.Write(name, "customer,sold_at,price,product\n" + string.Concat(lines.Select(static line => line + "\n")));

    /// <summary>Lines of the customers 1 to <paramref name="count"/>, one a minute, all accepted.</summary>
    internal string ManyLines(string name, int count)
    {
        var text = new StringBuilder("customer,sold_at,price,product\n");
        var start = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (var i = 1; i <= count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{i},{start.AddMinutes(i):yyyy-MM-ddTHH:mm:ss}Z,{i}.5,cup{i}\n");
        }

        return _folder.Write(name, text.ToString());
    }

    internal void WriteSource(string more = "") => _folder.Write("source.yaml", $"""
        kind: Source
        name: {Source}
        domain: {Domain}
        owner: {Domain}-crew
        format: csv
        contract: {Source}
        timestamp: sold_at
        columns:
          - name: {Key}
            from: customer
            type: int64
          - name: sold_at
            type: timestamp
          - name: price
            type: double
          - name: product
            type: string
        {more}
        """);

    internal void WriteContract(bool wantsCustomer = true) => _folder.Write("contract.odcs.yaml", $$"""
        apiVersion: v3.1.0
        kind: DataContract
        id: {{Source}}
        name: {{Source}}
        version: 1.0.0
        status: active
        schema:
          - name: {{Source}}
            logicalType: object
            properties:
              - name: {{Key}}
                logicalType: integer
                required: {{(wantsCustomer ? "true" : "false")}}
              - name: price
                logicalType: number
                logicalTypeOptions: {minimum: 0}

        """);

    internal void WriteView(string ttl = "30d", string priceType = "double", string priceFrom = "price") => _folder.Write("view.yaml", $$"""
        kind: Entity
        name: {{Key}}
        domain: {{Domain}}
        owner: {{Domain}}-crew
        type: int64
        ---
        kind: FeatureView
        name: {{View}}
        domain: {{Domain}}
        owner: {{Domain}}-crew
        entities: [{{Key}}]
        source: {{Source}}
        ttl: {{ttl}}
        features:
          - {name: last_price, type: {{priceType}}, from: {{priceFrom}}}
          - {name: last_product, type: string, from: product}
        ---
        kind: FeatureService
        name: {{Service}}
        domain: {{Domain}}
        owner: {{Domain}}-crew
        features:
          - view: {{View}}

        """);

    public void Dispose() => _folder.Dispose();
}
