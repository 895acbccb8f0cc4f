using Catalog.Core.Values;

namespace Lineage.Model;

/// <summary>When something was seen, by event time.</summary>
/// <param name="First">Earliest event.</param>
/// <param name="Last">Latest event.</param>
public readonly record struct SeenSpan(Instant First, Instant Last)
{
    /// <summary>A span of one event.</summary>
    public static SeenSpan At(Instant time) => new(time, time);

    /// <summary>The smallest span that holds both.</summary>
    public SeenSpan Merge(SeenSpan other) => new(
        First < other.First ? First : other.First,
        Last > other.Last ? Last : other.Last);
}
