using Catalog.Core.Model;
using Catalog.Definitions.Model;

namespace Catalog.Definitions.Planning;

/// <summary>What should be in force.</summary>
public sealed record PlanRequest
{
    /// <summary>The files. Definitions in force that they do not mention stay, unless <see cref="Prune"/> or <see cref="Remove"/> says otherwise.</summary>
    public required IReadOnlyList<DefinitionFile> Files { get; init; }

    /// <summary>
    /// Whether the files are everything that their domains own: definitions of those domains that they leave out are removed, and teams and contracts
    /// without a domain that nothing refers to any more go with them. Other domains are never touched.
    /// </summary>
    public bool Prune { get; init; }

    /// <summary>Definitions to remove, each by kind and name.</summary>
    public IReadOnlyList<DefinitionId> Remove { get; init; } = [];
}

/// <summary>What should be put in force, by whom and why.</summary>
public sealed record ApplyRequest
{
    /// <summary>What should be in force.</summary>
    public required PlanRequest Plan { get; init; }

    /// <summary>Who applies it.</summary>
    public required string Author { get; init; }

    /// <summary>Why; null when there is nothing to say.</summary>
    public string? Message { get; init; }

    /// <summary>Refuse when the catalogue is at another revision than this, the one that the caller has looked at; null applies to whatever is there.</summary>
    public long? ExpectedRevision { get; init; }
}

/// <summary>What was put in force.</summary>
/// <param name="Plan">What was done; its <see cref="DefinitionPlan.Revision"/> is the revision before.</param>
/// <param name="Revision">The revision after; the one before when there was nothing to change.</param>
public sealed record ApplyResult(DefinitionPlan Plan, long Revision);
