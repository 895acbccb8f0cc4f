namespace Ingestion.Sharing;

/// <summary>Tells which process works on what. Thread-safe.</summary>
public interface IWorkerReports
{
    /// <summary>The last report on each view version, enriched source and partition, also of processes that are gone; empty where the work is not shared.</summary>
    IReadOnlyList<PumpReport> Reports { get; }
}
