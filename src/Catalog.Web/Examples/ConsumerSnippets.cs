using Catalog.Web.ViewModels;

namespace Catalog.Web.Examples;

/// <summary>How a consumer looks its features up with a key that it has in its environment.</summary>
public static class ConsumerSnippets
{
    /// <summary>The lookup of a feature service by HTTP and with both clients.</summary>
    public static IReadOnlyList<Snippet> Lookup(LookupExample example) => [Curl(example), Python(example), CSharp(example)];

    private static Snippet Curl(LookupExample example) => new("HTTP", CodeLanguage.Shell, $$"""
        curl -s {{example.Server}}/get-online-features -H "x-api-key: $CATALOG_API_KEY" -d '{
          "feature_service": {{Literals.SingleQuoted(ServiceOf(example))}},
          "entities": {{{Literals.SingleQuoted(EntitiesOf(example))}}}
        }'
        """);

    private static Snippet Python(LookupExample example) => new("Python", CodeLanguage.Python, $$"""
        from catalog_client import CatalogClient

        client = CatalogClient("{{example.Server}}")  # the key is in CATALOG_API_KEY
        online = client.get_online_features({{ServiceOf(example)}}, entities={{{EntitiesOf(example)}}})
        print(online.to_dict())
        """);

    private static Snippet CSharp(LookupExample example) => new(".NET", CodeLanguage.CSharp, $$"""
        using Catalog.Client;

        using var client = new CatalogClient(new Uri("{{example.Server}}"));  // the key is in CATALOG_API_KEY
        var online = await client.GetOnlineFeaturesAsync({{ServiceOf(example)}}, [new Dictionary<string, object?> { {{RowOf(example)}} }]);
        Console.WriteLine(string.Join(", ", online.Columns.Select(column => $"{column.Name} {column.Values[0]}")));
        """);

    private static string ServiceOf(LookupExample example) => Literals.Quote(example.Service ?? string.Empty);

    private static string EntitiesOf(LookupExample example) => string.Join(", ", example.Keys.Select(static key => $"{Literals.Quote(key.Key)}: [{Literals.Of(key.Value)}]"));

    private static string RowOf(LookupExample example) => string.Join(", ", example.Keys.Select(static key => $"[{Literals.Quote(key.Key)}] = {Literals.Of(key.Value)}"));
}
