using Catalog.Core.Model;

namespace Catalog.Web.Queries;

/// <summary>How a kind of definition is called and drawn, and where its pages are.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Label">In running text, for example <c>feature view</c>.</param>
/// <param name="Plural">As a heading, for example <c>Feature views</c>.</param>
/// <param name="Folder">The part of the address, for example <c>views</c>.</param>
/// <param name="Icon">An icon of the sprite.</param>
public sealed record DefinitionKindInfo(DefinitionKind Kind, string Label, string Plural, string Folder, string Icon);
