using Lineage.Model;

namespace Lineage.Runs;

/// <summary>Everything about a run.</summary>
public sealed record RunDetail
{
    /// <summary>The run.</summary>
    public required RunSummary Summary { get; init; }

    /// <summary>What it read, by name. For a job that sends complete snapshots, what its latest event named.</summary>
    public required IReadOnlyList<RunDataset> Inputs { get; init; }

    /// <summary>What it wrote, as for inputs.</summary>
    public required IReadOnlyList<RunDataset> Outputs { get; init; }

    /// <summary>Facets of the run as JSON, by name.</summary>
    public required IReadOnlyDictionary<string, string> Facets { get; init; }

    /// <summary>The run that this one is a part of; null when it is none or does not say.</summary>
    public RunKey? Parent { get; init; }

    /// <summary>The first thousand of its events, in the order of their arrival.</summary>
    public required IReadOnlyList<StoredEvent> Events { get; init; }

    /// <summary>Whether there are more events than <see cref="Events"/> holds.</summary>
    public bool MoreEvents { get; init; }

    /// <summary>Other jobs that use the same run id; usually empty.</summary>
    public IReadOnlyList<JobId> SameId { get; init; } = [];
}
