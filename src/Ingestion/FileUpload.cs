namespace Ingestion;

/// <summary>A file that somebody wants to be ingested.</summary>
public sealed record FileUpload
{
    /// <summary>The source that it belongs to.</summary>
    public required string Source { get; init; }

    /// <summary>File name, for people.</summary>
    public required string Name { get; init; }

    /// <summary>Its bytes, plain or gzip; read once, to the end, and left open.</summary>
    public required Stream Content { get; init; }

    /// <summary>Whether it is appended even if the same content was ingested before.</summary>
    public bool Force { get; init; }

    /// <summary>Who asks for it; null when nobody is known.</summary>
    public string? RequestedBy { get; init; }
}
