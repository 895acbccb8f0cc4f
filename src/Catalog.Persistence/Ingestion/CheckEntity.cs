using Catalog.Core.Values;

namespace Catalog.Persistence.Ingestion;

/// <summary>What one rule said in one run. Only what is searched by has a column of its own.</summary>
internal sealed class CheckEntity
{
    public required Guid RunId { get; init; }

    public required string Source { get; init; }

    public required string Rule { get; init; }

    public required Instant At { get; set; }

    /// <summary>The whole result as JSON.</summary>
    public required string Body { get; set; }
}
