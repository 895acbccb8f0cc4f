namespace Lineage.Marquez;

/// <summary>A namespace.</summary>
/// <param name="Name">Name.</param>
/// <param name="CreatedAt">Earliest event that named something in it.</param>
/// <param name="UpdatedAt">Latest such event.</param>
/// <param name="OwnerName">Always <c>anonymous</c>: owners stand on datasets and jobs.</param>
/// <param name="IsHidden">Always false.</param>
public sealed record MarquezNamespace(string Name, string CreatedAt, string UpdatedAt, string OwnerName = "anonymous", bool IsHidden = false);

/// <summary>A list of namespaces.</summary>
/// <param name="Namespaces">The page.</param>
public sealed record MarquezNamespaces(IReadOnlyList<MarquezNamespace> Namespaces);
