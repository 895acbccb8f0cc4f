namespace Lineage.Model;

/// <summary>
/// A part of the lineage that grows by merging. <see cref="Merge"/> is commutative, associative and idempotent: whatever the order and
/// repetition of events, the same set of events gives the same state.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IMergeable<TSelf>
    where TSelf : IMergeable<TSelf>
{
    /// <summary>Key in the stores; only records of the same key are merged.</summary>
    Guid Key { get; }

    /// <summary>What this and <paramref name="other"/> say together.</summary>
    TSelf Merge(TSelf other);
}
