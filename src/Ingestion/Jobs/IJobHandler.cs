using Catalog.Core.Events;
using Ingestion.Model;

namespace Ingestion.Jobs;

/// <summary>Does the work of one kind of job. A job may be run again after a crash at any instruction and must come to the same end.</summary>
internal interface IJobHandler
{
    /// <summary>The kind.</summary>
    IngestionJobKind Kind { get; }

    /// <summary>Whether this process has what the job needs. One that it has not lies with another process, which goes on with it.</summary>
    bool IsHere(IngestionJob job) => true;

    /// <summary>How the job's run presents itself.</summary>
    /// <exception cref="IngestionException">The job cannot be run any more, for example because its source is gone.</exception>
    RunStart Describe(IngestionJob job);

    /// <summary>Runs the job, or goes on with it.</summary>
    Task<JobEnd> RunAsync(IngestionJob job, JobProgress progress, CancellationToken cancellationToken);

    /// <summary>Cleans up after a job that ended: completed, failed or cancelled. May be called again.</summary>
    Task CleanUpAsync(IngestionJob job, CancellationToken cancellationToken);
}

/// <summary>How a job ended well.</summary>
/// <param name="Result">The figures for clients.</param>
/// <param name="Outcome">The figures for the journal.</param>
internal sealed record JobEnd(IngestionResult Result, RunOutcome Outcome);
