namespace FeatureStore.Serving;

/// <summary>How long the lookups of this process took lately: the last 2,048 of the last 15 minutes.</summary>
/// <param name="Count">Lookups looked at; 0 leaves the others at zero.</param>
/// <param name="P50">Half took no longer.</param>
/// <param name="P95">95 of 100 took no longer.</param>
/// <param name="P99">99 of 100 took no longer.</param>
public readonly record struct LatencySummary(int Count, TimeSpan P50, TimeSpan P95, TimeSpan P99);
