namespace Catalog.Definitions.Yaml;

/// <summary>Keys with values, in the order written. Keys are scalars and unique.</summary>
internal sealed class YamlMapping(IReadOnlyList<YamlEntry> entries, bool isFlow, YamlSpan span) : YamlNode(span)
{
    public IReadOnlyList<YamlEntry> Entries { get; } = entries;

    /// <summary>Whether it is written in braces.</summary>
    public bool IsFlow { get; } = isFlow;

    public override long Weight { get; } = YamlWeight.Of(entries.Select(static entry => entry.Value), entries.Count);

    /// <summary>The entry with that key; null when there is none.</summary>
    public YamlEntry? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (string.Equals(entry.Key.Text, key, StringComparison.Ordinal))
            {
                return entry;
            }
        }

        return null;
    }

    public override string Describe() => "a mapping";
}

/// <summary>One key with its value.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);
