namespace FeatureStore.PointInTime;

/// <summary>What the sweep found for one entity row.</summary>
/// <param name="Ordinal">Number that the entity row was added with.</param>
/// <param name="Row">Position of the row that answers it; null when there is none.</param>
/// <param name="Slot">What <see cref="PointInTimeSweep.Offer"/> gave for the row that answers it.</param>
public readonly record struct PointInTimeMatch(long Ordinal, long? Row, int Slot);
