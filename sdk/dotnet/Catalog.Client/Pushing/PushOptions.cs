namespace Catalog.Client;

/// <summary>How events are pushed.</summary>
public sealed record PushOptions
{
    private const int LongestKey = 200;

    /// <summary>The stores that the events go to. Default: both.</summary>
    public PushTarget To { get; init; }

    /// <summary>Events that were pushed under this key before are not appended again. Null, the default: a new key, which the report names.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Is told how much has been pushed, in bytes.</summary>
    public IProgress<CatalogProgress>? Progress { get; init; }

    /// <summary>Refuses what no request can carry.</summary>
    /// <exception cref="ArgumentException">One of them is outside its range.</exception>
    internal void Check()
    {
        if (!Enum.IsDefined(To))
        {
            throw new ArgumentException($"PushOptions.To is '{To}'; it must be OnlineAndOffline, Online or Offline.");
        }

        if (IdempotencyKey is { } key && (key.Length is 0 or > LongestKey || key.AsSpan().ContainsAnyExceptInRange('!', '~')))
        {
            throw new ArgumentException($"PushOptions.IdempotencyKey is '{key}'; it must have 1 to {LongestKey} visible ASCII characters. Leave it out for a new one.");
        }
    }
}

/// <summary>The stores that pushed events go to.</summary>
public enum PushTarget
{
    /// <summary>Both.</summary>
    OnlineAndOffline,

    /// <summary>The online store alone.</summary>
    Online,

    /// <summary>The offline store alone.</summary>
    Offline,
}
