namespace Catalog.Definitions.Yaml;

/// <summary>Bounds that no honest definition comes near; they keep the cost of a hostile one small.</summary>
internal static class YamlLimits
{
    /// <summary>Characters of one file.</summary>
    public const int MaxCharacters = 4 * 1024 * 1024;

    /// <summary>Collections within collections.</summary>
    public const int MaxDepth = 64;

    /// <summary>Nodes of one document with all aliases written out.</summary>
    public const int MaxNodes = 250_000;
}
