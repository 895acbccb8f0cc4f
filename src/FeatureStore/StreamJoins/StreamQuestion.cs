using Catalog.Core.Values;

namespace FeatureStore.StreamJoins;

/// <summary>What an event wants to know of a view.</summary>
/// <param name="Key">Values of the view's join keys, in the order of its entities; none null.</param>
/// <param name="Time">Event time of the event.</param>
/// <param name="KnownAt">When it arrived: only rows that had arrived by then count.</param>
public readonly record struct StreamQuestion(Value[] Key, Instant Time, Instant KnownAt);
