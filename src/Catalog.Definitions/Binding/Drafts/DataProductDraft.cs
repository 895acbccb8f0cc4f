using Catalog.Core.Model;

namespace Catalog.Definitions.Binding.Drafts;

internal sealed record DataProductDraft : Draft
{
    public required DataProduct Product { get; init; }

    public required IReadOnlyList<Located<string>> Inputs { get; init; }

    public required IReadOnlyList<PortDraft> Ports { get; init; }
}

/// <summary>The references of one output port.</summary>
/// <param name="Contract">The contract; null when none is named.</param>
/// <param name="Target">What is behind the port: a view, a service or a source.</param>
internal sealed record PortDraft(Located<string>? Contract, Located<DefinitionId>? Target);
