using System.Text.Json.Nodes;
using Catalog.Core.Errors;
using Catalog.Core.Model;
using Catalog.Definitions.Model;
using Catalog.Definitions.Planning;

namespace Catalog.Web.Http;

/// <summary>Shapes definitions, plans and versions for answers. Words are in camel case; kinds are those of <see cref="DefinitionKind"/>.</summary>
internal static class DefinitionAnswers
{
    internal static DefinitionName NameOf(DefinitionId id) => new(id.Kind.ToString(), id.Name);

    internal static FindingAnswer Of(Finding finding) => new(
        Words.Of(finding.Severity), finding.Rule, finding.Message, finding.Location.File, finding.Location.Line, finding.Location.Column, finding.Location.Path, finding.Fix,
        [.. finding.Edits.Select(Of)]);

    internal static PlanAnswer Of(DefinitionPlan plan, long? appliedRevision = null) => new(
        appliedRevision ?? plan.Revision,
        plan.HasChanges,
        [.. plan.Changes.Select(Of)],
        [.. plan.Unchanged.Select(NameOf)],
        [.. plan.Findings.Select(Of)]);

    internal static DefinitionAnswer Of(Definition definition) => new(
        definition.Id.Kind.ToString(), definition.Id.Name, definition.Domain, definition.Owner, definition.Path, definition.Number, definition.ModelVersion,
        definition.Revision, definition.Author, definition.ChangedAt.ToString(), definition.Message);

    internal static VersionAnswer Of(DefinitionVersion version) => new(
        version.Id.Kind.ToString(), version.Id.Name, version.Number, version.ModelVersion, version.IsRemoved, version.Path, version.Revision, version.Author,
        version.ChangedAt.ToString(), version.Message);

    internal static VersionDiffAnswer Of(VersionDiff diff) => new(
        Of(diff.Version), Words.Of(diff.Change), [.. diff.Fields.Select(Of)], diff.Version.Text, diff.TextBefore, JsonNode.Parse(diff.Version.Model));

    private static ChangeAnswer Of(PlannedChange change) => new(
        change.Id.Kind.ToString(), change.Id.Name, Words.Of(change.Change), change.Path, change.Number, change.ModelVersion,
        [.. change.Fields.Select(Of)],
        [.. change.Consequences.Select(static c => new ConsequenceAnswer(Words.Of(c.Kind), c.Message, [.. c.Affected.Select(NameOf)], c.Rows))]);

    private static FindingEditAnswer Of(FindingEdit edit) => edit.Action == FindingEditAction.WriteFlag
        ? new FindingEditAnswer(Words.Of(FindingEditAction.Write), edit.Path, edit.Value == "true")
        : new FindingEditAnswer(Words.Of(edit.Action), edit.Path, edit.Value);

    private static FieldAnswer Of(FieldChange field) => new(field.Path, field.Before, field.After);
}

internal sealed record FindingAnswer(string Severity, string Rule, string Message, string File, int Line, int Column, string Path, string? Fix, IReadOnlyList<FindingEditAnswer> Edits);

/// <summary>A change of the document that mends a finding: <c>write</c> a value at the path, <c>rename</c> its key, or <c>remove</c> it.</summary>
internal sealed record FindingEditAnswer(string Action, string Path, JsonNode? Value);

internal sealed record PlanAnswer(
    long Revision, bool HasChanges, IReadOnlyList<ChangeAnswer> Changes, IReadOnlyList<DefinitionName> Unchanged, IReadOnlyList<FindingAnswer> Findings);

internal sealed record ChangeAnswer(
    string Kind, string Name, string Change, string Path, int Number, int ModelVersion, IReadOnlyList<FieldAnswer> Fields, IReadOnlyList<ConsequenceAnswer> Consequences);

internal sealed record FieldAnswer(string Path, string? Before, string? After);

internal sealed record ConsequenceAnswer(string Kind, string Message, IReadOnlyList<DefinitionName> Affected, long? Rows);

internal sealed record ValidationAnswer(bool Valid, IReadOnlyList<FindingAnswer> Findings, double ElapsedMilliseconds);

internal sealed record DefinitionAnswer(
    string Kind, string Name, string? Domain, string? Owner, string Path, int Number, int ModelVersion, long Revision, string Author, string ChangedAt, string? Message);

internal sealed record DefinitionPageAnswer(long Revision, int Total, IReadOnlyList<DefinitionAnswer> Items, string? Next);

internal sealed record DefinitionDetailAnswer(
    DefinitionAnswer Definition, string Text, JsonNode? Model, IReadOnlyList<DefinitionName> Uses, IReadOnlyList<DefinitionName> UsedBy);

internal sealed record VersionAnswer(
    string Kind, string Name, int Number, int ModelVersion, bool IsRemoved, string Path, long Revision, string Author, string ChangedAt, string? Message);

internal sealed record VersionPageAnswer(IReadOnlyList<VersionAnswer> Items, int? Next);

internal sealed record VersionDiffAnswer(
    VersionAnswer Version, string Change, IReadOnlyList<FieldAnswer> Fields, string Text, string? TextBefore, JsonNode? Model);
