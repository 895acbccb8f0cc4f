namespace Lineage.Model;

/// <summary>One influence of an input column.</summary>
/// <param name="Input">Dataset that is read.</param>
/// <param name="InputColumn">Its column.</param>
/// <param name="Column">The influenced column; empty when the input decides about whole rows (a filter, a join key).</param>
/// <param name="Indirect">True when the input decides about the value without being part of it.</param>
/// <param name="Subtype">For example <c>IDENTITY</c>, <c>AGGREGATION</c> or <c>JOIN</c>; empty when not stated.</param>
/// <param name="Masked">True when the input cannot be read off the result.</param>
/// <param name="Description">In words; empty when not stated.</param>
public sealed record ColumnEdge(
    DatasetId Input, string InputColumn, string Column, bool Indirect, string Subtype, bool Masked, string Description);
