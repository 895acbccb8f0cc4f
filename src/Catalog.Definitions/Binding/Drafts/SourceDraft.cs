using Catalog.Core.Errors;
using Ingestion.Model;

namespace Catalog.Definitions.Binding.Drafts;

internal sealed record SourceDraft : Draft
{
    public required Source Source { get; init; }

    /// <summary>The contract; null when none is named.</summary>
    public Located<string>? Contract { get; init; }

    /// <summary>The connection of its topic; null when it reads none.</summary>
    public Located<string>? Connection { get; init; }

    /// <summary>Where the replication slot of its capture stands, or would stand; null when it captures nothing.</summary>
    public SourceLocation? SlotAt { get; init; }

    /// <summary>The source that this one is made of; null for one that takes files and pushes.</summary>
    public Located<string>? From { get; init; }

    /// <summary>What is added to the columns of that source.</summary>
    public IReadOnlyList<EnrichmentDraft> Enrichments { get; init; } = [];

    /// <summary>The column with the event time where the source is made of another and names one; null takes over that of the other.</summary>
    public Located<string>? Timestamp { get; init; }

    /// <summary>Whether a source that is made of another declares its own allowed lateness.</summary>
    public bool HasLateness { get; init; }

    /// <summary>Where each column stands.</summary>
    public required IReadOnlyDictionary<string, SourceLocation> ColumnPlaces { get; init; }
}
