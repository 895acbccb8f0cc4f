using Catalog.Core.Storage;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Offline;

/// <summary>Gives a file written under a temporary name its final name, so that it is there whole or not at all, also after a power cut.</summary>
internal static class WholeFile
{
    /// <summary>Added to the final name while a file is being written.</summary>
    internal const string TemporarySuffix = StoredOfflineFile.PartialSuffix;

    /// <summary>Writes a file through <paramref name="write"/>, which gets the temporary path, and makes it durable as <paramref name="path"/>.</summary>
    internal static T Write<T>(string path, Func<string, T> write)
    {
        var temporary = path + TemporarySuffix;
        try
        {
            var result = write(temporary);
            Place(temporary, path);
            return result;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <inheritdoc cref="Write{T}"/>
    internal static async Task WriteAsync(string path, Func<string, Task> write)
    {
        var temporary = path + TemporarySuffix;
        try
        {
            await write(temporary).ConfigureAwait(false);
            Place(temporary, path);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static void Place(string temporary, string path)
    {
        using (var file = File.OpenHandle(temporary, FileMode.Open, FileAccess.ReadWrite))
        {
            RandomAccess.FlushToDisk(file);
        }

        File.Move(temporary, path, overwrite: true);
        DurableFile.SyncDirectory(Path.GetDirectoryName(path)!); // A file has a folder.
    }
}
