namespace Lineage.Marquez;

/// <summary>The name of a dataset or job as Marquez writes it.</summary>
/// <param name="Namespace">Namespace.</param>
/// <param name="Name">Name.</param>
public sealed record MarquezName(string Namespace, string Name);
