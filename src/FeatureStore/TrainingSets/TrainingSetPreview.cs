using Catalog.Core.Values;
using FeatureStore.Ports;

namespace FeatureStore.TrainingSets;

/// <summary>The first rows of a training set.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The rows, values in the order of the columns.</param>
/// <param name="TotalRows">Rows of the whole training set.</param>
public sealed record TrainingSetPreview(IReadOnlyList<TableColumn> Columns, IReadOnlyList<Value[]> Rows, long TotalRows);
