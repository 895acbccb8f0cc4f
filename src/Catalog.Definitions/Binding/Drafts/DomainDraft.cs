namespace Catalog.Definitions.Binding.Drafts;

internal sealed record DomainDraft : Draft
{
    public string? Title { get; init; }

    public string? Description { get; init; }
}
