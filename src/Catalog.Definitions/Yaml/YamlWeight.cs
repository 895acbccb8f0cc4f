namespace Catalog.Definitions.Yaml;

/// <summary>Counts nodes with aliases written out, without ever walking through an alias: a bomb of nested aliases is seen at once.</summary>
internal static class YamlWeight
{
    // Far above every limit, far below an overflow of the sum over one collection.
    private const long Ceiling = 1L << 40;

    public static long Of(IEnumerable<YamlNode> children, int keys)
        => Math.Min(Ceiling, children.Aggregate(1L + keys, static (sum, child) => Math.Min(Ceiling, sum + child.Weight)));
}
