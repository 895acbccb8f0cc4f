namespace Ingestion.Kafka.Registry;

/// <summary>A schema registry that answers as Confluent's does. Read once, at start.</summary>
public sealed class SchemaRegistrySettings
{
    /// <summary>Where it is, such as <c>https://registry:8081</c>, with the path in front of <c>/schemas</c> if there is one. Empty, the default: there is none.</summary>
    public string Url { get; set; } = string.Empty;

    /// <summary>User for basic authentication. Default: none.</summary>
    public string UserName { get; set; } = string.Empty;

    /// <summary>Password for basic authentication; never logged or shown. Default: none.</summary>
    public string Password { get; set; } = string.Empty;

    /// <summary>How long it may take to answer before it counts as away. Default 10 seconds, range 1 second to 5 minutes.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether there is one.</summary>
    internal bool IsSet => Url.Length > 0;

    /// <summary>What is wrong with it, in sentences.</summary>
    /// <param name="key">Key of the settings in the configuration.</param>
    internal IEnumerable<string> ProblemsOf(string key)
    {
        if (IsSet && UrlProblem() is { } problem)
        {
            yield return $"{key}:{nameof(Url)} {problem}";
        }

        if (!IsSet && (UserName.Length > 0 || Password.Length > 0))
        {
            yield return $"{key}:{nameof(Url)} is not set although a user or a password is. Write where the registry is, such as 'http://registry:8081'.";
        }

        if (Password.Length > 0 && UserName.Length == 0)
        {
            yield return $"{key}:{nameof(UserName)} is not set although a password is. Set both or none.";
        }

        if (UserName.Length > 0 && Password.Length == 0)
        {
            yield return $"{key}:{nameof(Password)} is not set although a user is. Set both or none.";
        }

        if (Timeout < TimeSpan.FromSeconds(1) || Timeout > TimeSpan.FromMinutes(5))
        {
            yield return $"{key}:{nameof(Timeout)} is \"{Timeout}\"; it must be from {TimeSpan.FromSeconds(1)} to {TimeSpan.FromMinutes(5)}.";
        }
    }

    /// <summary>The address may hold a password, so it is shown only where it has no room for one.</summary>
    private string? UrlProblem() => !Uri.TryCreate(Url, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
        ? "is not an address of the web. Write one such as 'http://registry:8081'."
        : uri.UserInfo.Length > 0
            ? $"holds a user. Use {nameof(UserName)} and {nameof(Password)} beside it."
            : uri.Query.Length > 0 || uri.Fragment.Length > 0
                ? "has a '?' or '#'. Write only where the registry is, such as 'http://registry:8081'."
                : null;
}
