namespace Catalog.Core.Events;

/// <summary>A run is about to begin. Names follow OpenLineage: a run belongs to a job and reads and writes datasets.</summary>
public sealed record RunStart
{
    /// <summary>Id of the run, a version 7 UUID. The same id given again goes on with the run (after a restart).</summary>
    public required Guid RunId { get; init; }

    /// <summary>What the run does.</summary>
    public required RunKind Kind { get; init; }

    /// <summary>Name of the job, stable over runs, for example <c>ingest.loyalty-transactions</c>.</summary>
    public required string Job { get; init; }

    /// <summary>The domain that the job belongs to.</summary>
    public required string Domain { get; init; }

    /// <summary>What is read.</summary>
    public IReadOnlyList<DatasetRef> Inputs { get; init; } = [];

    /// <summary>What is written.</summary>
    public IReadOnlyList<DatasetRef> Outputs { get; init; } = [];

    /// <summary>Unit of the progress, for example <c>rows</c> or <c>bytes</c>.</summary>
    public string ProgressUnit { get; init; } = "rows";

    /// <summary>All of the work in that unit; null when unknown.</summary>
    public long? Total { get; init; }

    /// <summary>
    /// Whether something else has settled that this process carries the run out, so that another one which claims it does so no longer: the owner of a partition takes over the run of the owner
    /// before.
    /// </summary>
    public bool IsSettled { get; init; }

    /// <summary>Short words for people, for example the file name; null when there is nothing to add.</summary>
    public string? Title { get; init; }
}
