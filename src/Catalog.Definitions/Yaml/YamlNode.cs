namespace Catalog.Definitions.Yaml;

/// <summary>A node of a document: scalar, mapping, sequence, or an alias of one of them.</summary>
internal abstract class YamlNode(YamlSpan span)
{
    /// <summary>Where it stands; of a block collection from its first key or dash to the end of its last item.</summary>
    public YamlSpan Span { get; } = span;

    /// <summary>Whether other places of the document may refer to it.</summary>
    public bool IsAnchored { get; init; }

    /// <summary>Number of nodes when all aliases are written out. What the limit on size counts.</summary>
    public virtual long Weight => 1;

    /// <summary>The node itself, or what an alias stands for.</summary>
    public virtual YamlNode Content => this;

    /// <summary>What it is, in words for messages.</summary>
    public abstract string Describe();
}
