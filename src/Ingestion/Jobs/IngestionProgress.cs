namespace Ingestion.Jobs;

/// <summary>How far a running job is.</summary>
/// <param name="Read">Records that are dealt with.</param>
/// <param name="Accepted">Events in the event log.</param>
/// <param name="Quarantined">Records refused.</param>
/// <param name="Done">Work done: bytes of a file, events of a replay.</param>
/// <param name="Total">All of the work in that unit; null when unknown.</param>
public sealed record IngestionProgress(long Read, long Accepted, long Quarantined, long Done, long? Total);
