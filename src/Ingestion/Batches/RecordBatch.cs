namespace Ingestion.Batches;

/// <summary>Checked records that are written together.</summary>
/// <param name="Records">In the order read; may be empty at the end.</param>
/// <param name="Tally">What measures counted in them; the rest is counted when the batch is written.</param>
/// <param name="IsLast">Whether nothing follows.</param>
internal sealed record RecordBatch(IReadOnlyList<CheckedRecord> Records, IngestionTally Tally, bool IsLast);
