using Lineage.Model;

namespace Lineage.Runs;

/// <summary>A run as it is kept.</summary>
/// <param name="Record">What events say.</param>
/// <param name="JobFacets">Facets of its job.</param>
/// <param name="Progress">Last progress kept; null when the run never reported any.</param>
public sealed record StoredRun(RunRecord Record, FacetMap JobFacets, RunProgress? Progress);
