namespace Ingestion.Captures;

/// <summary>Tells how far tables have been captured. Thread-safe.</summary>
public interface ICaptureStatuses
{
    /// <summary>By source, in whichever process they are read; empty where none is.</summary>
    IReadOnlyList<CaptureStatus> Captures { get; }

    /// <summary>Slots that no source reads any more and that make their servers keep their logs, with their connections; of the last look at them.</summary>
    IReadOnlyList<LeftSlot> LeftSlots { get; }
}

/// <summary>A slot that was left behind.</summary>
/// <param name="Connection">Name of the connection.</param>
/// <param name="Slot">The slot.</param>
/// <param name="RetainedBytes">Bytes of the log that the server keeps for it; null when it lost them.</param>
public sealed record LeftSlot(string Connection, string Slot, long? RetainedBytes);
