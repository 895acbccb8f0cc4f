using Catalog.Definitions.Binding;
using Catalog.Definitions.Model;
using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Planning;

/// <summary>A stored version with what it changed.</summary>
/// <param name="Version">The version.</param>
/// <param name="Change">What it did to the definition.</param>
/// <param name="Fields">The fields that differ from the version before; empty for added and removed definitions, and when only comments or layout differ.</param>
/// <param name="TextBefore">The document before; null when the definition came new.</param>
public sealed record VersionDiff(DefinitionVersion Version, ChangeKind Change, IReadOnlyList<FieldChange> Fields, string? TextBefore)
{
    internal static VersionDiff Of(DefinitionVersion version, DefinitionVersion? before) => (version.IsRemoved, before) switch
    {
        (true, _) => new VersionDiff(version, ChangeKind.Removed, [], before?.Text),
        (false, null or { IsRemoved: true }) => new VersionDiff(version, ChangeKind.Added, [], null),
        (false, { } old) => new VersionDiff(version, ChangeKind.Changed, Compare(old.Text, version.Text), old.Text),
    };

    /// <summary>The fields in which two documents differ.</summary>
    internal static IReadOnlyList<FieldChange> Compare(string before, string after)
    {
        // Both were read without errors when they were applied, so that there is nothing new to report.
        var unread = new FindingList();
        var left = YamlReader.ReadRoot(new YamlChunk(before, 0), string.Empty, unread);
        var right = YamlReader.ReadRoot(new YamlChunk(after, 0), string.Empty, unread);
        return left is null || right is null ? [] : YamlDiff.Compare(left, right);
    }
}
