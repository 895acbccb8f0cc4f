using Catalog.Core.Values;

namespace FeatureStore.Erasures;

/// <summary>Keeps events of an erased entity out of both stores, without naming it.</summary>
/// <param name="Erasure">Id of the erasure.</param>
/// <param name="JoinKeys">Names of the join keys, ordinal order.</param>
/// <param name="Digest">The salted SHA-256 of their values (<see cref="KeyDigest"/>), in hexadecimal.</param>
/// <param name="Through">Events that happened or arrived by then are kept out; null: all are.</param>
public sealed record Tombstone(Guid Erasure, IReadOnlyList<string> JoinKeys, string Digest, Instant? Through);

/// <summary>Changes whenever the tombstones do: none is ever removed, and one that ends does so once.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Ended">How many of them hold up to a moment.</param>
public readonly record struct TombstoneStamp(long Count, long Ended);
