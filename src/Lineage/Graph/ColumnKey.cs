using Lineage.Model;

namespace Lineage.Graph;

/// <summary>A column in the graph.</summary>
/// <param name="Dataset">Key of the dataset.</param>
/// <param name="Column">Its column; empty for whole rows.</param>
public readonly record struct ColumnKey(NodeKey Dataset, string Column);
