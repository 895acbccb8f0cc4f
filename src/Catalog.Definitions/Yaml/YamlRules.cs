namespace Catalog.Definitions.Yaml;

/// <summary>Names of the findings about YAML itself.</summary>
internal static class YamlRules
{
    public const string Syntax = "yaml-syntax";
    public const string Tab = "yaml-tab";
    public const string DuplicateKey = "yaml-duplicate-key";
    public const string Key = "yaml-key";
    public const string Tag = "yaml-tag";
    public const string Alias = "yaml-alias";
    public const string MergeKey = "yaml-merge-key";
    public const string Directive = "yaml-directive";
    public const string TooLarge = "yaml-too-large";
    public const string TooDeep = "yaml-too-deep";
}
