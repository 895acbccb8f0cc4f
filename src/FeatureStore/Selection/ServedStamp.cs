namespace FeatureStore.Selection;

/// <summary>What is decided by definitions and by which versions answer is valid as long as both are the same.</summary>
/// <param name="Definitions">Counts applied changes.</param>
/// <param name="Versions">Counts changes of the versions that answer, in this process.</param>
public readonly record struct ServedStamp(long Definitions, long Versions);
