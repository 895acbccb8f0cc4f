using Catalog.Core.Values;
using FeatureStore.Windows.Aggregates;

namespace FeatureStore.Windows;

/// <summary>
/// One aggregate over sliding windows of one key, swept through time: events are added, values are asked for at times that never fall and before which all events lie that were added.
/// Used again for the next key after <see cref="Clear"/>. Not thread-safe.
/// </summary>
internal abstract class SlidingWindows
{
    /// <summary>The windows of some features that share aggregate, operand and condition, each as its aggregate allows it.</summary>
    /// <param name="aggregate">The aggregate.</param>
    /// <param name="windows">For each feature its window and the place of its value in what <see cref="Read"/> fills.</param>
    internal static IEnumerable<SlidingWindows> Over(Aggregate aggregate, IReadOnlyList<(WindowShape Shape, int Place)> windows)
        => aggregate.Create() is ReversibleState
            ? windows.GroupBy(static window => window.Shape.Hop).Select(group => new RunningWindows([.. group], () => (ReversibleState)aggregate.Create()))
            : windows.Select(window => new StackedWindow(window.Shape, window.Place, aggregate.Create));

    /// <summary>Forgets all events.</summary>
    internal abstract void Clear();

    /// <summary>Length of its tiles.</summary>
    internal abstract long Hop { get; }

    /// <summary>Takes an event. Those in the order of time are cheap; earlier ones may come too.</summary>
    /// <param name="item">The event.</param>
    /// <param name="tile">The tile of <see cref="Hop"/> that it falls into.</param>
    internal abstract void Add(in WindowEvent item, long tile);

    /// <summary>Fills in the values at a moment.</summary>
    internal abstract void Read(long time, Span<Value> values);
}
