namespace Lineage.Model;

/// <summary>A namespace.</summary>
/// <param name="Name">Name.</param>
/// <param name="Seen">When events named something in it.</param>
public sealed record NamespaceInfo(string Name, SeenSpan Seen);
