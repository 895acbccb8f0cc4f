namespace Catalog.Client;

/// <summary>The header by which the key of a consumer is sent.</summary>
internal static class KeyHeader
{
    internal const string Variable = "CATALOG_API_KEY";

    private const string Alone = "x-api-key";

    /// <summary>The header; null where no key is sent, or the HttpClient sends one by itself.</summary>
    /// <exception cref="ArgumentException">What is given is no key.</exception>
    internal static (string Name, string Value)? Of(string? given, string? ofEnvironment, HttpClient http)
    {
        if (http.DefaultRequestHeaders.Contains(Alone))
        {
            return given is null ? null : throw new ArgumentException(
                $"The HttpClient sends a key by itself as '{Alone}', and {nameof(CatalogClientOptions)}.{nameof(CatalogClientOptions.ApiKey)} is another. Give one of them.");
        }

        var source = given is null ? Variable : $"{nameof(CatalogClientOptions)}.{nameof(CatalogClientOptions.ApiKey)}";
        var key = (given ?? ofEnvironment)?.Trim();
        if (string.IsNullOrEmpty(key))
        {
            return given is null ? null : throw new ArgumentException($"{source} is empty; leave it out where the server needs none.");
        }

        if (!key.All(static letter => letter is > ' ' and < '\x7f'))
        {
            throw new ArgumentException($"{source} is no key: it has spaces or other characters that no key has."); // Without the key, which is nothing for logs.
        }

        // As a bearer, which logs and proxies know for a secret and redirects do not carry on; beside a bearer of somebody else alone.
        return http.DefaultRequestHeaders.Authorization is null ? ("Authorization", $"Bearer {key}") : (Alone, key);
    }
}
