using Catalog.Definitions.Yaml;

namespace Catalog.Definitions.Planning;

/// <summary>Finds the fields in which two documents differ. Comments, layout, quotes and the order of keys do not count.</summary>
internal static class YamlDiff
{
    // The keys by which items of a list are known to people, the most telling first.
    private static readonly string[] Names = ["name", "view", "property", "channel", "server", "role", "username", "id"];

    /// <summary>The differences between two documents in the order of the new one, each followed by what the old one had in its place.</summary>
    public static IReadOnlyList<FieldChange> Compare(YamlNode before, YamlNode after)
    {
        var changes = new List<FieldChange>();
        Compare(before.Content, after.Content, string.Empty, changes);
        return changes;
    }

    private static void Compare(YamlNode before, YamlNode after, string path, List<FieldChange> changes)
    {
        switch (before, after)
        {
            case (YamlMapping left, YamlMapping right):
                CompareMappings(left, right, path, changes);
                break;
            case (YamlSequence left, YamlSequence right) when ByName(left) is { } oldItems && ByName(right) is { } newItems:
                CompareNamed(oldItems, newItems, path, changes);
                break;
            default:
                if (YamlCanon.Write(before) != YamlCanon.Write(after))
                {
                    changes.Add(new FieldChange(path, Show(before), Show(after)));
                }

                break;
        }
    }

    private static void CompareMappings(YamlMapping before, YamlMapping after, string path, List<FieldChange> changes)
    {
        foreach (var entry in after.Entries)
        {
            var place = path.Length == 0 ? entry.Key.Text : $"{path}.{entry.Key.Text}";
            if (before.Find(entry.Key.Text) is { } old)
            {
                Compare(old.Value.Content, entry.Value.Content, place, changes);
            }
            else
            {
                changes.Add(new FieldChange(place, null, Show(entry.Value.Content)));
            }
        }

        changes.AddRange(before.Entries
            .Where(entry => after.Find(entry.Key.Text) is null)
            .Select(entry => new FieldChange(path.Length == 0 ? entry.Key.Text : $"{path}.{entry.Key.Text}", Show(entry.Value.Content), null)));
    }

    private static void CompareNamed(
        List<KeyValuePair<string, YamlNode>> before, List<KeyValuePair<string, YamlNode>> after, string path, List<FieldChange> changes)
    {
        var old = before.ToDictionary(StringComparer.Ordinal);
        var now = after.ToDictionary(StringComparer.Ordinal);
        var keptBefore = before.Select(static item => item.Key).Where(now.ContainsKey).ToList();
        var keptAfter = after.Select(static item => item.Key).Where(old.ContainsKey).ToList();
        if (!keptBefore.SequenceEqual(keptAfter, StringComparer.Ordinal))
        {
            changes.Add(new FieldChange($"{path} (order)", string.Join(", ", keptBefore), string.Join(", ", keptAfter)));
        }

        foreach (var (name, item) in after)
        {
            if (old.TryGetValue(name, out var previous))
            {
                Compare(previous, item, $"{path}[{name}]", changes);
            }
            else
            {
                changes.Add(new FieldChange($"{path}[{name}]", null, Show(item)));
            }
        }

        changes.AddRange(before.Where(item => !now.ContainsKey(item.Key)).Select(item => new FieldChange($"{path}[{item.Key}]", Show(item.Value), null)));
    }

    // Null when the items have no names, or not all different ones.
    private static List<KeyValuePair<string, YamlNode>>? ByName(YamlSequence sequence)
    {
        foreach (var key in Names)
        {
            var items = sequence.Items.Select(item => KeyValuePair.Create(NameOf(item.Content, key), item.Content)).ToList();
            if (items.Count > 0 && items.TrueForAll(static item => item.Key.Length > 0) && items.DistinctBy(static item => item.Key).Count() == items.Count)
            {
                return items;
            }
        }

        return null;
    }

    private static string NameOf(YamlNode item, string key)
        => item is YamlMapping mapping && mapping.Find(key)?.Value.Content is YamlScalar scalar ? scalar.Text : string.Empty;

    private static string Show(YamlNode node) => node is YamlScalar scalar ? scalar.Text : YamlCanon.Write(node);
}
