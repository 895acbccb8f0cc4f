namespace FeatureStore.Model;

/// <summary>What a rebuild of a training set would give by now, as far as that can be told without making it.</summary>
/// <param name="Obstacle">Why it cannot be rebuilt; null when it can.</param>
/// <param name="Reasons">Why its bytes can differ from those of the training set, in sentences; empty when they will be the same.</param>
public sealed record RebuildForecast(string? Obstacle, IReadOnlyList<string> Reasons);
