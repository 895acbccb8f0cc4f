using Catalog.Core.Events;
using Ingestion.Jobs;
using Lineage.Model;
using Lineage.Runs;

namespace Catalog.Web.Queries.Runs;

/// <summary>A page of runs with what the filters would give.</summary>
public sealed record RunList
{
    public required RunsAddress Address { get; init; }

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
/// <param name="Records">What a running ingestion of this process has dealt with; null for any other run.</param>
public sealed record RunRow(RunSummary Run, IngestionProgress? Records);
