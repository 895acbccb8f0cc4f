namespace Catalog.Client;

/// <summary>The first rows of a training set.</summary>
/// <param name="Columns">The columns in order.</param>
/// <param name="Rows">The rows.</param>
/// <param name="TotalRows">How many rows the training set has.</param>
public sealed record DatasetPreview(IReadOnlyList<DatasetColumn> Columns, IReadOnlyList<FeatureRow> Rows, long TotalRows);
