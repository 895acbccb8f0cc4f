using Catalog.Core.Events;
using Ingestion.Model;

namespace Ingestion.Pipelines;

/// <summary>How the runs of a pump present themselves in the journal and among the jobs.</summary>
internal abstract class PumpRunDescription
{
    /// <summary>Kind of the job.</summary>
    internal abstract IngestionJobKind Kind { get; }

    /// <summary>Subject of the job.</summary>
    internal abstract string Subject { get; }

    /// <summary>Why a run ends early whose subject is not there any more.</summary>
    internal abstract string Gone { get; }

    /// <param name="partition">Partition of the log.</param>
    /// <param name="isBehind">Whether much waits to be written.</param>
    internal abstract string Title(int partition, bool isBehind);

    /// <param name="job">The job of the run.</param>
    internal abstract RunStart Start(IngestionJob job);

    /// <param name="work">What was done.</param>
    /// <param name="summary">What the figures do not say; null when they say it all.</param>
    internal abstract RunOutcome Outcome(ViewWork work, string? summary);
}
