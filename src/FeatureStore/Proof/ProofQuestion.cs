using Catalog.Core.Values;

namespace FeatureStore.Proof;

/// <summary>What the offline store is asked for one stored row of one logged lookup.</summary>
/// <param name="Number">Number of the lookup.</param>
/// <param name="Key">Values of the view's join keys, in the order of its entities.</param>
/// <param name="Bound">Last sequence that counts.</param>
/// <param name="Time">The moment that the lookup was answered for, in microseconds since 1970, UTC.</param>
/// <param name="Body">Comes back with the question.</param>
public readonly record struct ProofQuestion(long Number, Value[] Key, long Bound, long Time, byte[] Body);
