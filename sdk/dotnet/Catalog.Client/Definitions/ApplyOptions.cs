namespace Catalog.Client;

/// <summary>How definitions are put in force.</summary>
public sealed record ApplyOptions
{
    /// <summary>Why, kept with each version. Default: nothing.</summary>
    public string? Message { get; init; }

    /// <summary>Remove what is in force in the domains of the files but no longer declared there. Default: false.</summary>
    public bool Prune { get; init; }

    /// <summary>Who is recorded as the author. Default: <see cref="CatalogClientOptions.User"/>.</summary>
    public string? Author { get; init; }

    /// <summary>Apply only if this revision, for example of a plan, is still in force. Default: whichever is.</summary>
    public long? ExpectedRevision { get; init; }
}
