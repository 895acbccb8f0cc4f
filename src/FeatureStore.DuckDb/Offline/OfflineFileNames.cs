using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Offline;

/// <summary>
/// How offline files are called: by view, version, partition and log range. The rows of a range are always the same until an entity is erased or old rows are not kept; from then on the names of the files without them, and of those
/// that are made of them, also hold what tells them from all others of the range. So a process that still writes what it read before writes beside them and not over them.
/// </summary>
internal static class OfflineFileNames
{
    private const string Extension = ".parquet";
    private const string Mark = ".erased-";

    /// <summary>The path of the file with the rows of a range.</summary>
    /// <param name="view">The view version.</param>
    /// <param name="range">The range.</param>
    /// <param name="before">The files that it is made of.</param>
    /// <param name="suffix">What stands behind the range.</param>
    internal static string Of(FeatureViewId view, LogRange range, IReadOnlyList<OfflineFile> before, string suffix) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Uri.EscapeDataString(view.Name)}/v{view.Version}/p{range.Partition}/{range.FirstSequence:D20}-{range.EndSequence:D20}{suffix}{MarkOf(before)}{Extension}");

    /// <summary>The path of a file with rows of another one.</summary>
    internal static string Without(string path, string mark)
    {
        var name = path[..^Extension.Length];
        var end = name.IndexOf(Mark, StringComparison.Ordinal);
        return $"{(end < 0 ? name : name[..end])}{Mark}{HashOf(path + mark)}{Extension}";
    }

    private static string MarkOf(IReadOnlyList<OfflineFile> before)
        => before.Any(static file => file.Path.Contains(Mark, StringComparison.Ordinal)) ? Mark + HashOf(string.Join('\n', before.Select(static file => file.Path))) : string.Empty;

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));
}
