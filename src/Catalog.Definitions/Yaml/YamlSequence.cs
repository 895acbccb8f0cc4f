namespace Catalog.Definitions.Yaml;

/// <summary>Items in order.</summary>
internal sealed class YamlSequence(IReadOnlyList<YamlNode> items, bool isFlow, YamlSpan span) : YamlNode(span)
{
    public IReadOnlyList<YamlNode> Items { get; } = items;

    /// <summary>Whether it is written in brackets.</summary>
    public bool IsFlow { get; } = isFlow;

    public override long Weight { get; } = YamlWeight.Of(items, 0);

    public override string Describe() => "a list";
}
