using System.Text.RegularExpressions;

namespace Catalog.Definitions.Yaml;

/// <summary>Resolves plain scalars by the core schema of YAML 1.2, in which <c>no</c>, <c>on</c> and <c>12:30</c> are ordinary text.</summary>
internal static partial class YamlScalarReader
{
    public static YamlScalarKind Resolve(string plain) => plain switch
    {
        "" or "~" or "null" or "Null" or "NULL" => YamlScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => YamlScalarKind.Bool,
        _ when Whole().IsMatch(plain) => YamlScalarKind.Int,
        _ when Fraction().IsMatch(plain) => YamlScalarKind.Float,
        _ => YamlScalarKind.String,
    };

    [GeneratedRegex(@"^([-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z", RegexOptions.CultureInvariant)]
    private static partial Regex Fraction();
}
