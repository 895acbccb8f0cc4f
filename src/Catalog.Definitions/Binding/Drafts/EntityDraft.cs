using FeatureStore.Model;

namespace Catalog.Definitions.Binding.Drafts;

internal sealed record EntityDraft : Draft
{
    public required Entity Entity { get; init; }
}
