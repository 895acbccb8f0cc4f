using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.TrainingSets;

/// <summary>What a training set needs and gives by the definitions in force, apart from the columns that its entity frame brings.</summary>
/// <param name="Keys">The columns that the entity frame must have beside the time, in the order of the views.</param>
/// <param name="Features">The feature columns in the order of the output.</param>
public sealed record TrainingSetOutline(IReadOnlyList<TrainingSetKey> Keys, IReadOnlyList<TrainingSetFeature> Features);

/// <summary>A join key that the entity frame must have.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="Type">Type that its values are read as.</param>
public sealed record TrainingSetKey(string Column, DataType Type);

/// <summary>A feature column of a training set.</summary>
/// <param name="Column">Name of the column.</param>
/// <param name="View">The view that it is taken from.</param>
/// <param name="Feature">The feature.</param>
public sealed record TrainingSetFeature(string Column, FeatureView View, Feature Feature);
