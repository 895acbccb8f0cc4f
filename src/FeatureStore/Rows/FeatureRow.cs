using Catalog.Core.Values;

namespace FeatureStore.Rows;

/// <summary>One row of a feature view, computed from one event.</summary>
/// <param name="KeyValues">Values of the view's join keys in the order of its entities; none null.</param>
/// <param name="EventTime">When it happened.</param>
/// <param name="ArrivalTime">When the event reached the event log.</param>
/// <param name="Sequence">Position in the log: the order of arrival. Later wins among equal event times.</param>
/// <param name="Values">Values of the view's features in its order; null values allowed. Not to be changed afterwards.</param>
public readonly record struct FeatureRow(Value[] KeyValues, Instant EventTime, Instant ArrivalTime, long Sequence, Value[] Values);
