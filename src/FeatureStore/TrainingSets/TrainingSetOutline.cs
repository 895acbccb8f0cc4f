using Catalog.Core.Values;

namespace FeatureStore.TrainingSets;

/// <summary>What a training set needs and gives by the definitions in force, apart from the columns that its entity frame brings.</summary>
/// <param name="Keys">The columns that the entity frame must have beside the time, in the order of the views.</param>
/// <param name="Requests">The columns that it must have for on-demand features.</param>
/// <param name="Features">The feature columns in the order of the output.</param>
public sealed record TrainingSetOutline(IReadOnlyList<TrainingSetKey> Keys, IReadOnlyList<TrainingSetRequestValue> Requests, IReadOnlyList<TrainingSetFeature> Features)
{
    /// <summary>The columns with join keys that rows without an entity frame have, in their order; empty with a frame, for views without keys, and while the range is wrong.</summary>
    public IReadOnlyList<TrainingSetKey> RowKeys { get; init; } = [];
}

/// <summary>A join key that the entity frame must have.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Type">Type that its values are read as.</param>
public sealed record TrainingSetKey(string Column, DataType Type);

/// <summary>A value that the entity frame must have because a request would bring it.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Type">Type that its values are read as.</param>
/// <param name="View">Name of an on-demand view that needs it.</param>
public sealed record TrainingSetRequestValue(string Column, DataType Type, string View);

/// <summary>A feature column of a training set.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="View">Name of the view that it is taken from.</param>
/// <param name="Domain">Domain of that view.</param>
/// <param name="IsOnDemand">Whether that is an on-demand view.</param>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Type">Its type.</param>
/// <param name="Description">Its meaning; null when absent.</param>
public sealed record TrainingSetFeature(string Column, string View, string Domain, bool IsOnDemand, string Feature, DataType Type, string? Description);
