using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Serving;

/// <summary>The answer to a lookup, by columns: first the join keys in the order of the request, then the features in theirs.</summary>
/// <param name="RowCount">Entity rows; every column has as many entries.</param>
/// <param name="Columns">The columns.</param>
public sealed record OnlineFeaturesResponse(int RowCount, IReadOnlyList<OnlineColumn> Columns)
{
    /// <summary>
    /// Null for an answer from the online store. Where that was away and the answer, or a part of it, is made of rows read before: the moment since which changes may be missing, which is when the
    /// oldest of these rows was read. Statuses say what the values are at the moment of the lookup, also then.
    /// </summary>
    public Instant? StaleAsOf { get; init; }

    /// <summary>What is done with the arrays once they are let go of; null where nothing is.</summary>
    internal Action? Released { get; set; }

    /// <summary>
    /// Gives the arrays of the columns to later lookups. To be called by who has written the answer down and keeps nothing of it; the columns must not be used any longer. Who does not call it leaves
    /// them to the garbage collector. Not thread-safe; a second call does nothing.
    /// </summary>
    public void Release()
    {
        var released = Released;
        Released = null;
        released?.Invoke();
    }
}

/// <summary>One column of an answer. The arrays must not be changed.</summary>
public sealed record OnlineColumn
{
    /// <summary>Name in the answer.</summary>
    public required string Name { get; init; }

    /// <summary>Type of the values.</summary>
    public required DataType Type { get; init; }

    /// <summary>The view that the feature belongs to; null for a join key.</summary>
    public FeatureViewId? View { get; init; }

    /// <summary>The values, null where the status is not <see cref="FieldStatus.Present"/>.</summary>
    public required Value[] Values { get; init; }

    /// <summary>What each value is.</summary>
    public required FieldStatus[] Statuses { get; init; }

    /// <summary>
    /// Event time of the row that each value is from; the epoch for a join key and where nothing was found. Columns of one view may share the array.
    /// </summary>
    public required Instant[] EventTimes { get; init; }
}
