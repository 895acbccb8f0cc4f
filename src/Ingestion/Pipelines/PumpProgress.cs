namespace Ingestion.Pipelines;

/// <summary>What a pump has made durable since it was opened.</summary>
/// <param name="DurablePosition">One past the last sequence that is durable.</param>
/// <param name="Files">Offline files written.</param>
/// <param name="Bytes">Their bytes.</param>
internal readonly record struct PumpProgress(long DurablePosition, long Files, long Bytes);
