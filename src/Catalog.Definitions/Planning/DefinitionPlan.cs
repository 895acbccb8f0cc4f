using Catalog.Core.Errors;
using Catalog.Core.Model;

namespace Catalog.Definitions.Planning;

/// <summary>What applying a set of files would do. Nothing is changed by it.</summary>
public sealed record DefinitionPlan
{
    /// <summary>The revision that the files were compared with.</summary>
    public required long Revision { get; init; }

    /// <summary>The changes by kind, then name; empty when everything is in force already.</summary>
    public required IReadOnlyList<PlannedChange> Changes { get; init; }

    /// <summary>Definitions of the files that are in force as they are, by kind, then name.</summary>
    public required IReadOnlyList<DefinitionId> Unchanged { get; init; }

    /// <summary>Everything wrong or worth a look, by file, line and column.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>Whether it can be applied.</summary>
    public bool IsValid => Findings.All(static finding => finding.Severity != FindingSeverity.Error);

    /// <summary>Whether applying it changes anything.</summary>
    public bool HasChanges => Changes.Count > 0;
}

/// <summary>One definition that would change.</summary>
public sealed record PlannedChange
{
    /// <summary>Kind and name.</summary>
    public required DefinitionId Id { get; init; }

    /// <summary>What happens to it.</summary>
    public required ChangeKind Change { get; init; }

    /// <summary>Path of the file that says so; of a removed definition the file that it came from.</summary>
    public required string Path { get; init; }

    /// <summary>Number of the version that this makes.</summary>
    public required int Number { get; init; }

    /// <summary>The version that stored rows will carry; 0 for kinds other than feature views and sources.</summary>
    public required int ModelVersion { get; init; }

    /// <summary>The fields that differ, in the order of the new document; empty for added and removed definitions, and when only comments or layout differ.</summary>
    public IReadOnlyList<FieldChange> Fields { get; init; } = [];

    /// <summary>What else follows.</summary>
    public IReadOnlyList<Consequence> Consequences { get; init; } = [];
}

/// <summary>What happens to a definition.</summary>
public enum ChangeKind
{
    /// <summary>It comes new.</summary>
    Added,

    /// <summary>It is there and becomes another.</summary>
    Changed,

    /// <summary>It goes.</summary>
    Removed,
}

/// <summary>One field of a document that differs.</summary>
/// <param name="Path">Path in the document, with items of lists named where they have names: <c>features[last_country].type</c>.</param>
/// <param name="Before">The value before, scalars as text and the rest as JSON; null when the field is new.</param>
/// <param name="After">The value after; null when the field goes.</param>
public sealed record FieldChange(string Path, string? Before, string? After);

/// <summary>Something that follows from a change.</summary>
/// <param name="Kind">What.</param>
/// <param name="Message">In words.</param>
/// <param name="Affected">The definitions that feel it, by kind, then name; may be empty.</param>
/// <param name="Rows">Number of events to go through; null when unknown or when there are none to go through.</param>
public sealed record Consequence(ConsequenceKind Kind, string Message, IReadOnlyList<DefinitionId> Affected, long? Rows = null);

/// <summary>Kinds of consequences.</summary>
public enum ConsequenceKind
{
    /// <summary>A version of a feature view is computed from all events of its source.</summary>
    Backfill,

    /// <summary>A source reads new events as a new version; older events stay readable as the version that they were written with.</summary>
    NewSourceVersion,

    /// <summary>Readers see other values, or checks change, but nothing that they ask for is missing.</summary>
    ReadersAffected,

    /// <summary>Something that readers ask for goes or changes its type.</summary>
    ReadersBroken,
}
