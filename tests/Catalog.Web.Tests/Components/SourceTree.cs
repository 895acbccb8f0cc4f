using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Catalog.Web.Tests.Components;

/// <summary>Reads the portal's own sources.</summary>
internal static partial class SourceTree
{
    /// <summary>Every icon that a .razor or .cs file of the portal names literally.</summary>
    public static IEnumerable<string> IconNames()
        => Directory.EnumerateFiles(Root(), "*.razor", SearchOption.AllDirectories)
            .SelectMany(file => IconName().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups[1].Value)
            .Distinct();

    private static string Root([CallerFilePath] string here = "")
        => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/Catalog.Web/Components"));

    [GeneratedRegex("(?:<Icon\\s+Name|IconName)=\"([a-z0-9-]+)\"")]
    private static partial Regex IconName();
}
