using Catalog.Core.Values;

namespace Catalog.Web.ViewModels;

/// <summary>What a lookup on a page came to: rows, or errors beside fields, or the reason why the store did not answer.</summary>
public sealed record LookupAnswer
{
    /// <summary>What is wrong with a field, by join key or <see cref="LookupForm.FeaturesField"/>.</summary>
    public IReadOnlyDictionary<string, string> Errors { get; init; } = new Dictionary<string, string>();

    /// <summary>Why the store did not answer; null when it did.</summary>
    public string? Failure { get; init; }

    /// <summary>Since when changes may be missing, because the online store was away and the rows were read before; null for an answer from the store.</summary>
    public Instant? StaleAsOf { get; init; }

    public TimeSpan Elapsed { get; init; }

    public IReadOnlyList<LookupColumn> Columns { get; init; } = [];

    public IReadOnlyList<LookupRow> Rows { get; init; } = [];
}

/// <summary>One feature of the answer.</summary>
/// <param name="Name">Name of the feature.</param>
/// <param name="IsNumber">Whether its values are written at the right.</param>
public sealed record LookupColumn(string Name, bool IsNumber);

/// <summary>One key of the answer.</summary>
/// <param name="Keys">The values of the join keys.</param>
/// <param name="Cells">One per column.</param>
/// <param name="Status">The best status of its values.</param>
/// <param name="EventTime">The newest event time of its values; null when nothing was found.</param>
public sealed record LookupRow(IReadOnlyList<string> Keys, IReadOnlyList<LookupCell> Cells, string Status, Instant? EventTime);

/// <summary>One value.</summary>
/// <param name="Text">As people read it.</param>
/// <param name="Exact">With all its digits.</param>
/// <param name="Status">Its status as clients see it.</param>
/// <param name="Explanation">Where it is explained; null where it cannot be.</param>
public sealed record LookupCell(string Text, string Exact, string Status, string? Explanation = null);
