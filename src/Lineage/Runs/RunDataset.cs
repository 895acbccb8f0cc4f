using Lineage.Model;

namespace Lineage.Runs;

/// <summary>A dataset that a run read or wrote.</summary>
/// <param name="Id">Its name, as the run gave it.</param>
/// <param name="RowCount">Rows read or written; null when unknown.</param>
/// <param name="ByteCount">Bytes read or written; null when unknown.</param>
/// <param name="Facets">Input or output facets as JSON, by name.</param>
public sealed record RunDataset(DatasetId Id, long? RowCount, long? ByteCount, IReadOnlyDictionary<string, string> Facets);
