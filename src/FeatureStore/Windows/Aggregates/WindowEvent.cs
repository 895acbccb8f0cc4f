using Catalog.Core.Values;

namespace FeatureStore.Windows.Aggregates;

/// <summary>What an aggregate sees of an event.</summary>
/// <param name="Time">Event time in microseconds since 1970, UTC.</param>
/// <param name="Sequence">Position in the log; decides between equal times.</param>
/// <param name="Value">The operand; null where it is null or there is none.</param>
internal readonly record struct WindowEvent(long Time, long Sequence, Value Value)
{
    /// <summary>By event time, then sequence.</summary>
    internal bool IsAfter(long time, long sequence) => Time != time ? Time > time : Sequence > sequence;
}
