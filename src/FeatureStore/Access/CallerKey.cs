namespace FeatureStore.Access;

/// <summary>Reads the key from what a request says beside its content, alike at every door.</summary>
public static class CallerKey
{
    /// <summary>Header or metadata with the key behind <c>Bearer</c>.</summary>
    public const string Authorization = "authorization";

    /// <summary>Header or metadata with the key alone.</summary>
    public const string ApiKey = "x-api-key";

    private const string Bearer = "Bearer ";

    /// <summary>The key; null when there is none.</summary>
    /// <param name="authorization">The value of <see cref="Authorization"/>; null when it was not sent.</param>
    /// <param name="apiKey">The value of <see cref="ApiKey"/>, which counts if both are there; null when it was not sent.</param>
    public static string? Of(string? authorization, string? apiKey)
    {
        if (!string.IsNullOrWhiteSpace(apiKey))
        {
            return apiKey.Trim();
        }

        // Other schemes are those of a proxy before us, not ours.
        return authorization is not null && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : null;
    }
}
