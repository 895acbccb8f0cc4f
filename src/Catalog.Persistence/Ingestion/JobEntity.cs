using Catalog.Core.Values;

namespace Catalog.Persistence.Ingestion;

/// <summary>A job. Only what is searched by has a column of its own.</summary>
internal sealed class JobEntity
{
    public required Guid RunId { get; init; }

    public required string Subject { get; init; }

    public required Instant CreatedAt { get; init; }

    public required bool HasEnded { get; set; }

    /// <summary>The whole job as JSON.</summary>
    public required string Body { get; set; }
}
