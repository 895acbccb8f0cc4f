using Catalog.Core.Values;
using Lineage.Model;

namespace Lineage.Graph;

/// <summary>Data flows from one node to another.</summary>
/// <param name="From">Where data comes from.</param>
/// <param name="To">Where data goes.</param>
/// <param name="LastSeen">Latest event of a run that showed it; null when it is only declared.</param>
/// <param name="Declared">Whether a job or dataset declares it.</param>
public sealed record NodeEdge(NodeKey From, NodeKey To, Instant? LastSeen, bool Declared);
