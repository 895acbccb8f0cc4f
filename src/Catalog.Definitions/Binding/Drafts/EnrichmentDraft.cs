namespace Catalog.Definitions.Binding.Drafts;

/// <summary>What a source takes out of one feature view.</summary>
/// <param name="View">The view.</param>
/// <param name="On">From the view's join key to the column of the stream; join keys that are left out are columns of the same name.</param>
/// <param name="Features">The features with the names of their columns.</param>
internal sealed record EnrichmentDraft(
    Located<string> View, IReadOnlyList<(Located<string> Key, Located<string> Column)> On, IReadOnlyList<(Located<string> Feature, Located<string> Column)> Features);
