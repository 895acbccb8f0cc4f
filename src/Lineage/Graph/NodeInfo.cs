using Lineage.Model;

namespace Lineage.Graph;

/// <summary>A dataset or job.</summary>
/// <param name="Key">Key of the shown name.</param>
/// <param name="Kind">Dataset or job.</param>
/// <param name="Namespace">Namespace of the shown name.</param>
/// <param name="Name">Shown name.</param>
/// <param name="Seen">When events named it.</param>
/// <param name="LatestRun">State of the job's latest run; null for a dataset and for a job that never ran.</param>
public sealed record NodeInfo(NodeKey Key, NodeKind Kind, string Namespace, string Name, SeenSpan Seen, RunState? LatestRun);
