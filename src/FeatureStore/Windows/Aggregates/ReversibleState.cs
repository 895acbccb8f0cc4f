namespace FeatureStore.Windows.Aggregates;

/// <summary>
/// An aggregate from which events can be taken away again, so that a sliding window need not be added up anew: what is left is, to the last bit, the state of the events that remain. Sums
/// can do so because they are exact.
/// </summary>
internal abstract class ReversibleState : AggregateState
{
    internal sealed override void Add(in WindowEvent item) => Change(in item, 1);

    internal sealed override void Merge(AggregateState other) => Change((ReversibleState)other, 1);

    /// <summary>Takes away an event that was added.</summary>
    internal void Remove(in WindowEvent item) => Change(in item, -1);

    /// <summary>Takes away the events of a part, all of which were added.</summary>
    internal void Remove(ReversibleState part) => Change(part, -1);

    /// <summary>Adds an event for a sign of 1, takes it away for -1.</summary>
    protected abstract void Change(in WindowEvent item, int sign);

    /// <summary>Adds the events of another part of the same aggregate for a sign of 1, takes them away for -1.</summary>
    protected abstract void Change(ReversibleState part, int sign);
}
