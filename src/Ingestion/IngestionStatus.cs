using Ingestion.Jobs;
using Ingestion.Model;

namespace Ingestion;

/// <summary>How a job stands.</summary>
/// <param name="Job">The job as it is stored.</param>
/// <param name="Progress">How far it is, in another process some seconds ago; null when it has not begun or has ended.</param>
public sealed record IngestionStatus(IngestionJob Job, IngestionProgress? Progress)
{
    /// <summary>Whether it is stored as running while no process carries it out: it goes on when its process is back, or another one takes it over.</summary>
    public bool IsInterrupted { get; init; }
}
