using System.Text.RegularExpressions;

namespace Catalog.Definitions.Binding;

/// <summary>What may be called how.</summary>
internal static partial class NameRules
{
    /// <summary>The most characters of a name.</summary>
    public const int LongestName = 100;

    /// <summary>The most characters of a name for people.</summary>
    public const int LongestTitle = 200;

    // First words of the portal's addresses; a domain of that name would hide a page.
    private static readonly HashSet<string> PortalWords = new(StringComparer.Ordinal)
    {
        "agreements", "api", "audit", "checks", "consumers", "contracts", "css", "domains", "entities", "erasures", "error", "fonts", "gallery",
        "get-online-features", "health", "home", "js", "lib", "lineage", "live", "login", "logout", "materialize", "materialize-incremental", "metrics",
        "not-found", "on-demand", "openapi", "products", "proof", "push", "quarantine", "runs", "search", "services", "settings", "sources", "teams",
        "training-sets", "views", "write-to-online-store",
    };

    // Columns that the stores and Feast's clients add to rows.
    private static readonly HashSet<string> RowWords = new(StringComparer.OrdinalIgnoreCase) { "event_timestamp", "created_timestamp" };

    /// <summary>Legal name of a definition.</summary>
    public static bool IsDefinitionName(string name) => DefinitionName().IsMatch(name);

    /// <summary>Legal name of a column, a join key or a feature.</summary>
    public static bool IsColumnName(string name) => ColumnName().IsMatch(name);

    /// <summary>The nearest legal name of a definition; null when nothing is left of the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="gap">What stands for characters that no name has.</param>
    public static string? ToDefinitionName(string text, char gap = '-')
    {
        var name = NotInName().Replace(text.Trim().ToLowerInvariant(), $"{gap}").Trim('-', '_');
        name = name.Length > 0 && char.IsAsciiDigit(name[0]) ? "n" + name : name;
        return name.Length == 0 ? null : name[..Math.Min(name.Length, LongestName)];
    }

    /// <summary>The nearest legal name of a column; null when nothing is left of the text.</summary>
    public static string? ToColumnName(string text)
    {
        var name = ToNamePart(text);
        name = name.Length > 0 && char.IsAsciiDigit(name[0]) ? "c" + name : name;
        return name.Length == 0 ? null : name[..Math.Min(name.Length, LongestName)];
    }

    /// <summary>The letters and digits of a text, other characters as '_'; empty when nothing is left of it.</summary>
    public static string ToNamePart(string text) => NotInColumn().Replace(text, "_").Trim('_');

    /// <summary>Whether a definition of that name would have the address of the form for new ones.</summary>
    public static bool IsReservedName(string name) => name == "new";

    /// <summary>Whether a domain of that name would stand in the way of the portal's own addresses.</summary>
    public static bool IsReservedDomain(string name) => PortalWords.Contains(name);

    /// <summary>Whether a feature or a join key of that name would stand in the way of what rows hold beside it.</summary>
    public static bool IsReservedFeature(string name) => name.StartsWith("__", StringComparison.Ordinal) || RowWords.Contains(name);

    [GeneratedRegex(@"^[a-z][a-z0-9_-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex DefinitionName();

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ColumnName();

    [GeneratedRegex("[^a-z0-9_]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotInName();

    [GeneratedRegex("[^A-Za-z0-9_]+", RegexOptions.CultureInvariant)]
    private static partial Regex NotInColumn();
}
