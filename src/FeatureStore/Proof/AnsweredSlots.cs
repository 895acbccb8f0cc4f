using Catalog.Core.Values;
using FeatureStore.Serving;

namespace FeatureStore.Proof;

/// <summary>What one request brought and was answered, each by slot and row.</summary>
/// <param name="Time">The moment that it was answered for.</param>
/// <param name="Keys">Values of the join keys of the plan.</param>
/// <param name="Requests">Values that the request brought for on-demand features.</param>
/// <param name="Values">What was read and computed.</param>
/// <param name="Statuses">Their statuses.</param>
/// <param name="EventTimes">Their event times.</param>
internal sealed record AnsweredSlots(Instant Time, Value[][] Keys, Value[][] Requests, Value[][] Values, FieldStatus[][] Statuses, Instant[][] EventTimes);
