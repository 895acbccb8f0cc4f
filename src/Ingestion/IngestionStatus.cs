using Ingestion.Jobs;
using Ingestion.Model;

namespace Ingestion;

/// <summary>How a job stands.</summary>
/// <param name="Job">The job as it is stored.</param>
/// <param name="Progress">How far it is; null unless it runs in this process.</param>
public sealed record IngestionStatus(IngestionJob Job, IngestionProgress? Progress);
