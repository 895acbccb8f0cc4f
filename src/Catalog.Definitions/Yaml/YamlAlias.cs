namespace Catalog.Definitions.Yaml;

/// <summary>A place that repeats an anchored node (<c>*name</c>).</summary>
internal sealed class YamlAlias(YamlNode target, YamlSpan span) : YamlNode(span)
{
    public override long Weight => target.Weight;

    public override YamlNode Content => target;

    public override string Describe() => target.Describe();
}
