using Lineage.Model;

namespace Lineage.Graph;

/// <summary>A column influences another one.</summary>
/// <param name="From">The input.</param>
/// <param name="To">The influenced column, or whole rows.</param>
/// <param name="Job">The job that states it; null when it is declared for the dataset.</param>
/// <param name="Indirect">True when the input decides about the value without being part of it.</param>
/// <param name="Subtype">For example <c>IDENTITY</c> or <c>JOIN</c>; empty when not stated.</param>
/// <param name="Masked">True when the input cannot be read off the result.</param>
/// <param name="Description">In words; empty when not stated.</param>
public sealed record ColumnNodeEdge(
    ColumnKey From, ColumnKey To, NodeKey? Job, bool Indirect, string Subtype, bool Masked, string Description);
