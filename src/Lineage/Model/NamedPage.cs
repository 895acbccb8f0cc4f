namespace Lineage.Model;

/// <summary>A part of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The part.</param>
/// <param name="Total">Length of the whole list.</param>
public sealed record NamedPage<T>(IReadOnlyList<T> Items, long Total);
