using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Rows;

/// <summary>
/// What the values of a view's rows are, in their order: one column for each newest-value feature, then one for each input of its aggregates, then, when it has aggregates, whether the
/// event came too late for windows. Immutable, thread-safe.
/// </summary>
public sealed class ViewColumns
{
    /// <summary>Before the names of inputs in offline files.</summary>
    public const string InputPrefix = "__in_";

    /// <summary>Name of the column that tells late events.</summary>
    public const string LateName = "__late";

    private readonly int[] _places;

    /// <summary>The columns of a view version.</summary>
    public ViewColumns(FeatureView view)
    {
        _places = new int[view.Features.Count];
        var columns = new List<ViewColumn>();
        for (var feature = 0; feature < _places.Length; feature++)
        {
            var declared = view.Features[feature];
            _places[feature] = declared.Aggregation is null ? columns.Count : -1;
            if (declared.Aggregation is null)
            {
                columns.Add(new ViewColumn(declared.Name, declared.Type, declared.From) { Reads = declared.Reads });
            }
        }

        NewestCount = columns.Count;
        HasWindows = columns.Count < _places.Length;
        if (HasWindows)
        {
            columns.AddRange(view.Inputs.Select(static input => new ViewColumn(InputPrefix + input.Column, input.Type, input.Column)));
            columns.Add(new ViewColumn(LateName, new DataType(ScalarType.Bool), null));
        }

        All = columns;
    }

    /// <summary>All columns.</summary>
    public IReadOnlyList<ViewColumn> All { get; }

    /// <summary>How many of them, from the first on, belong to newest-value features.</summary>
    public int NewestCount { get; }

    /// <summary>Whether the view has aggregates over windows.</summary>
    public bool HasWindows { get; }

    /// <summary>Place of the late flag; only where there are windows.</summary>
    public int LatePlace => All.Count - 1;

    /// <summary>The column of a newest-value feature; -1 for an aggregate.</summary>
    public int PlaceOf(int feature) => _places[feature];
}

/// <summary>One value of a view's rows.</summary>
/// <param name="Name">Name in offline files.</param>
/// <param name="Type">Its type.</param>
/// <param name="From">The source column that it is taken from, or the expression that computes it; null when the writer computes it.</param>
public sealed record ViewColumn(string Name, DataType Type, string? From)
{
    /// <summary>What the expression reads; empty where <see cref="From"/> is a column.</summary>
    public IReadOnlyList<ViewInput> Reads { get; init; } = [];
}
