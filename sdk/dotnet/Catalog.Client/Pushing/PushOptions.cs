namespace Catalog.Client;

/// <summary>How events are pushed.</summary>
public sealed record PushOptions
{
    /// <summary>The stores that the events go to. Default: both.</summary>
    public PushTarget To { get; init; }

    /// <summary>Events that were pushed under this key before are not appended again. Null, the default: a new key, which the report names.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Is told how much has been pushed, in bytes.</summary>
    public IProgress<CatalogProgress>? Progress { get; init; }
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
