namespace Catalog.Persistence.Ingestion;

/// <summary>How far the pump of a subject and partition said it was, and how far others want it.</summary>
internal sealed class PumpReportEntity
{
    public required string Subject { get; init; }

    public required int Partition { get; init; }

    public long Epoch { get; set; }

    public long Asked { get; set; }

    /// <summary>The report as JSON; null while nobody has reported.</summary>
    public string? Body { get; set; }
}
