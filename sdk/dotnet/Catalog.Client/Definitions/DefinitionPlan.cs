namespace Catalog.Client;

/// <summary>What applying definitions changes, or changed.</summary>
/// <param name="Revision">The revision that it was planned against, or the one that it made.</param>
/// <param name="HasChanges">Whether anything changes.</param>
/// <param name="Changes">The definitions that are added, changed or removed.</param>
/// <param name="Unchanged">The definitions that stay as they are.</param>
/// <param name="Findings">Warnings; errors are thrown as <see cref="CatalogErrorKind.InvalidDefinitions"/>.</param>
public sealed record DefinitionPlan(
    long Revision, bool HasChanges, IReadOnlyList<DefinitionChange> Changes, IReadOnlyList<DefinitionName> Unchanged, IReadOnlyList<CatalogFinding> Findings);

/// <summary>A definition that is added, changed or removed.</summary>
/// <param name="Kind">Its kind, such as <c>FeatureView</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Change">What becomes of it, such as <c>added</c>.</param>
/// <param name="Path">The file that it stands in.</param>
/// <param name="Number">Number of its version.</param>
/// <param name="ModelVersion">Version of the model that stores depend on.</param>
/// <param name="Fields">The fields that differ.</param>
/// <param name="Consequences">What follows.</param>
public sealed record DefinitionChange(
    string Kind, string Name, string Change, string Path, int Number, int ModelVersion, IReadOnlyList<DefinitionField> Fields, IReadOnlyList<DefinitionConsequence> Consequences);

/// <summary>A field that differs.</summary>
/// <param name="Path">Its place in the definition.</param>
/// <param name="Before">Its value before; null where it was not there.</param>
/// <param name="After">Its value after; null where it is not there.</param>
public sealed record DefinitionField(string Path, string? Before, string? After);

/// <summary>What follows from a change.</summary>
/// <param name="Kind">Its kind, such as <c>backfill</c>.</param>
/// <param name="Message">The consequence for people.</param>
/// <param name="Affected">The definitions that it is about.</param>
/// <param name="Rows">How many rows it is about; null where that is not known.</param>
public sealed record DefinitionConsequence(string Kind, string Message, IReadOnlyList<DefinitionName> Affected, long? Rows);

/// <summary>Kind and name of a definition.</summary>
/// <param name="Kind">Its kind, such as <c>FeatureView</c>.</param>
/// <param name="Name">Its name.</param>
public sealed record DefinitionName(string Kind, string Name)
{
    /// <summary>Such as <c>FeatureView/customer_profile</c>.</summary>
    public override string ToString() => $"{Kind}/{Name}";
}
