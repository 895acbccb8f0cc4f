using Catalog.Core.Model;

namespace Catalog.Definitions.Binding.Drafts;

internal sealed record TeamDraft : Draft
{
    public required Team Team { get; init; }
}
