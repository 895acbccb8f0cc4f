using Catalog.Core.Errors;
using Catalog.Definitions.Binding.Drafts;

namespace Catalog.Definitions.Binding;

/// <summary>What one document says.</summary>
/// <param name="Path">Path of its file as the caller gave it.</param>
/// <param name="Text">Its text.</param>
/// <param name="Draft">What it defines; null when not even kind and name could be read.</param>
/// <param name="Findings">Everything wrong with the document in itself.</param>
internal sealed record BoundDocument(string Path, string Text, Draft? Draft, IReadOnlyList<Finding> Findings);
