using FeatureStore.Access;

namespace Catalog.Web.Http;

/// <summary>Finds the key that a request brings.</summary>
internal static class KeyHeaders
{
    internal static string? FindKey(this HttpRequest request)
        => CallerKey.Of(request.Headers.Authorization.Count == 0 ? null : request.Headers.Authorization.ToString(), request.Headers.TryGetValue(CallerKey.ApiKey, out var keys) ? keys.ToString() : null);
}
