using Catalog.Core.Events;
using Lineage.Model;

namespace Lineage.Runs;

/// <summary>Which runs to list. All parts must hold.</summary>
public sealed record RunFilter
{
    /// <summary>Only runs in this state; null for all.</summary>
    public RunState? State { get; init; }

    /// <summary>Only the product's own runs of this kind; null for all, those of other producers too.</summary>
    public RunKind? Kind { get; init; }

    /// <summary>Only runs of jobs that belong to this domain; null for all.</summary>
    public string? Domain { get; init; }

    /// <summary>Only runs of this job; null for all.</summary>
    public JobId? Job { get; init; }

    /// <summary>Only runs that read or wrote this dataset under any of its names; null for all.</summary>
    public DatasetId? Dataset { get; init; }

    /// <summary>Only runs that used <see cref="Dataset"/> this way; null for both. Says nothing without a dataset.</summary>
    public DatasetDirection? Direction { get; init; }

    /// <summary>Where to go on: <see cref="RunPage.NextCursor"/> of the page before; null begins at the latest run.</summary>
    public string? Cursor { get; init; }

    /// <summary>Most runs to return, 1 to 200.</summary>
    public int Limit { get; init; } = 50;
}
