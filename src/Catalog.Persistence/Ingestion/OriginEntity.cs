namespace Catalog.Persistence.Ingestion;

/// <summary>A file or push that refused records came from.</summary>
internal sealed class OriginEntity
{
    public long Id { get; init; }

    public required string Source { get; init; }

    public required string Fingerprint { get; init; }

    /// <summary>The whole origin as JSON.</summary>
    public required string Body { get; set; }
}
