namespace Ingestion.Pipelines;

/// <summary>What a batch of events gave.</summary>
/// <param name="Events">Events.</param>
/// <param name="Rows">Rows for one store or both.</param>
/// <param name="Skipped">Events that give no row because a join key or the event time is null.</param>
internal readonly record struct ViewCounts(long Events, long Rows, long Skipped);
