using Catalog.Core.Errors;
using Ingestion.Model;

namespace Catalog.Definitions.Binding.Drafts;

internal sealed record SourceDraft : Draft
{
    public required Source Source { get; init; }

    /// <summary>The contract; null when none is named.</summary>
    public Located<string>? Contract { get; init; }

    /// <summary>Where each column stands.</summary>
    public required IReadOnlyDictionary<string, SourceLocation> ColumnPlaces { get; init; }
}
