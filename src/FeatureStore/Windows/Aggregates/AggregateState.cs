using Catalog.Core.Values;
using FeatureStore.Rows;

namespace FeatureStore.Windows.Aggregates;

/// <summary>
/// The part of an aggregate over some events: empty at first, grown by events and by other parts, finished into a value. The value and the written form follow from the set of events
/// alone: never from the order in which they came, nor from how they were parted. Every subclass keeps this promise, and so online and offline values agree bit for bit. Not thread-safe.
/// </summary>
internal abstract class AggregateState
{
    /// <summary>Whether it is as it was made. An empty part is not stored.</summary>
    internal abstract bool IsEmpty { get; }

    /// <summary>Whether the sequence of an event makes a difference.</summary>
    internal virtual bool UsesSequences => false;

    /// <summary>Empties it.</summary>
    internal abstract void Reset();

    /// <summary>Takes an event that fulfils the condition of the feature. The operand may be null.</summary>
    internal abstract void Add(in WindowEvent item);

    /// <summary>Takes the events of another part of the same aggregate, which is left as it is.</summary>
    internal abstract void Merge(AggregateState other);

    /// <summary>Writes it.</summary>
    internal abstract void Write(ValueWriter writer);

    /// <summary>Takes the events of a written part.</summary>
    internal abstract void MergeFrom(ref ValueReader reader);

    /// <summary>The value over the events taken. The state stays usable.</summary>
    internal abstract Value Finish();
}
