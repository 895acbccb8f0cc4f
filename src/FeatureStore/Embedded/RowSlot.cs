using Catalog.Core.Values;

namespace FeatureStore.Embedded;

/// <summary>Where the newest row of one key in one view lies. 40 bytes: one per stored row stays in memory.</summary>
/// <param name="Segment">The file.</param>
/// <param name="Offset">First byte of the record in the file.</param>
/// <param name="Length">Bytes of the record.</param>
/// <param name="View">Number of the view in the <see cref="ViewTable"/>.</param>
/// <param name="EventTime">First part of the order.</param>
/// <param name="Sequence">Second part of the order.</param>
internal readonly record struct RowSlot(Segment Segment, long Offset, int Length, int View, Instant EventTime, long Sequence)
{
    /// <summary>Whether this row replaces one of the given order.</summary>
    internal bool IsNewerThan(Instant eventTime, long sequence) => IsNewer(EventTime, Sequence, eventTime, sequence);

    /// <summary>The order of rows: event time first, sequence second.</summary>
    internal static bool IsNewer(Instant eventTime, long sequence, Instant thanEventTime, long thanSequence)
        => eventTime > thanEventTime || (eventTime == thanEventTime && sequence > thanSequence);
}
