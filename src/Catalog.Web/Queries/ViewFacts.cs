using FeatureStore.Model;
using FeatureStore.Serving;

namespace Catalog.Web.Queries;

/// <summary>A feature view in numbers.</summary>
/// <param name="View">The version in force.</param>
/// <param name="Freshness">How fresh it is.</param>
/// <param name="Rows">Rows in its offline files.</param>
/// <param name="Keys">Keys that have a value online; null while the online store is away or counts.</param>
/// <param name="Lookups">How long lookups that read it took lately.</param>
public sealed record ViewFacts(FeatureView View, ViewFreshness Freshness, long Rows, long? Keys, LatencySummary Lookups);
