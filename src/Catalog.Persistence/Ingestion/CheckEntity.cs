using Catalog.Core.Values;
using Ingestion.Model;

namespace Catalog.Persistence.Ingestion;

/// <summary>What one rule said in one run. What is searched by or counted over many runs has a column of its own.</summary>
internal sealed class CheckEntity
{
    public required Guid RunId { get; init; }

    public required string Source { get; init; }

    public required string Rule { get; init; }

    public required Instant At { get; set; }

    public required CheckOutcome Outcome { get; set; }

    public required long Checked { get; set; }

    public required long Violations { get; set; }

    /// <summary>The whole result as JSON.</summary>
    public required string Body { get; set; }
}
