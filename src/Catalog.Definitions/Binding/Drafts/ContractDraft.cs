using Catalog.Core.Errors;
using Catalog.Core.Model;

namespace Catalog.Definitions.Binding.Drafts;

internal sealed record ContractDraft : Draft
{
    public required Contract Contract { get; init; }

    /// <summary>Where each column stands, by <c>object.column</c>.</summary>
    public required IReadOnlyDictionary<string, SourceLocation> PropertyPlaces { get; init; }
}
