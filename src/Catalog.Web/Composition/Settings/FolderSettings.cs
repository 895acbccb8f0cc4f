using FeatureStore.DuckDb;
using Ingestion;

namespace Catalog.Web.Composition.Settings;

/// <summary>Judges folders that are named: one that cannot be had must be told at the start, not with the first file that is to be kept in it.</summary>
internal static class FolderSettings
{
    private const string OfflineKind = "FeatureStore:Offline:Kind";

    // Whoever only reads the offline store may have it without the right to write.
    private const string RootKey = $"{DuckDbOptions.Section}:{nameof(DuckDbOptions.RootDirectory)}";

    private static readonly string[] Keys =
    [
        $"{IngestionOptions.Section}:{nameof(IngestionOptions.SpoolDirectory)}",
        RootKey,
        $"{DuckDbOptions.Section}:{nameof(DuckDbOptions.SpillDirectory)}",
    ];

    /// <summary>What is wrong, a sentence or two for each folder. Those that do not exist are made. A folder that is left out lies in the data folder, which is judged when it is opened.</summary>
    internal static IEnumerable<string> FaultsOf(IConfiguration configuration)
        => from key in Keys
           let folder = configuration[key]
           where !string.IsNullOrWhiteSpace(folder) && !IsUnused(key, configuration)
           let fault = FaultOf(folder, isWritten: key != RootKey)
           where fault is not null
           select $"{key} is '{folder}'{fault} Name a folder that this user may write to, or one to be made.";

    // The files are elsewhere then, and the folder may be that of another process.
    private static bool IsUnused(string key, IConfiguration configuration)
        => key == RootKey && configuration[OfflineKind] is { Length: > 0 } kind && !kind.Equals("Disk", StringComparison.OrdinalIgnoreCase);

    private static string? FaultOf(string folder, bool isWritten)
    {
        try
        {
            if (File.Exists(folder))
            {
                return ", which is a file.";
            }

            Directory.CreateDirectory(folder);
            if (isWritten)
            {
                File.Create(Path.Combine(folder, Path.GetRandomFileName()), bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
            }

            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return $"; it {(Directory.Exists(folder) ? "cannot be written to" : "cannot be made")}: {error.Message}";
        }
    }
}
