using Catalog.Core.Events;
using Catalog.Core.Values;
using Ingestion;
using Lineage.Model;
using Lineage.Runs;

namespace Catalog.Web.Queries.Runs;

/// <summary>A page of runs with what the filters would give.</summary>
public sealed record RunList
{
    public required RunsAddress Address { get; init; }

    /// <summary>Jobs that wait for their turn, first in line first; only on the first page.</summary>
    public required IReadOnlyList<QueuedRun> Queued { get; init; }

    /// <summary>The runs, latest first.</summary>
    public required IReadOnlyList<RunRow> Runs { get; init; }

    /// <summary>Runs by state, of the kind and domain of the address.</summary>
    public required IReadOnlyDictionary<RunState, long> States { get; init; }

    /// <summary>Runs by kind, of the domain of the address.</summary>
    public required IReadOnlyList<(RunKind Kind, long Count)> Kinds { get; init; }

    /// <summary>Runs by domain, of the kind of the address.</summary>
    public required IReadOnlyList<(string Domain, long Count)> Domains { get; init; }

    /// <summary>Where the next page begins; null on the last one.</summary>
    public string? NextCursor { get; init; }

    /// <summary>Runs of the kind and domain in all states.</summary>
    public long All => States.Values.Sum();

    /// <summary>Runs that the address stands for; null when it also names a dataset, since those are not counted.</summary>
    public long? Total => Address.Dataset is not null ? null : Address.State is { } state ? States.GetValueOrDefault(state) : All;
}

/// <summary>A run of the list.</summary>
/// <param name="Run">The run.</param>
/// <param name="Job">The job of a running ingestion or replay of this process; null for any other run.</param>
public sealed record RunRow(RunSummary Run, IngestionStatus? Job);

/// <summary>A job that waits for its turn and has no run yet.</summary>
/// <param name="RunId">Id of the job and of the run that it will have.</param>
/// <param name="Title">What will run, in words.</param>
/// <param name="Under">Domain and file.</param>
/// <param name="AskedAt">When it was asked for.</param>
public sealed record QueuedRun(Guid RunId, string Title, string Under, Instant AskedAt);
