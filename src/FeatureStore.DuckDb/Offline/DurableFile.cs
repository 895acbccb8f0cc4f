using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Offline;

/// <summary>Gives a file written under a temporary name its final name, so that it is there whole or not at all, also after a power cut.</summary>
internal static partial class DurableFile
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
        if (!OperatingSystem.IsWindows())
        {
            FlushDirectory(Path.GetDirectoryName(path)!); // A file has a folder.
        }
    }

    /// <summary>A rename lasts only once the folder is flushed too; .NET opens no folders, so the C library does.</summary>
    [UnsupportedOSPlatform("windows")]
    private static void FlushDirectory(string directory)
    {
        const int readOnly = 0;
        var descriptor = Open(directory, readOnly);
        if (descriptor < 0)
        {
            throw new IOException($"The folder '{directory}' cannot be opened to be flushed (error {Marshal.GetLastPInvokeError()}).");
        }

        var flushed = Flush(descriptor);
        var error = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (flushed != 0)
        {
            throw new IOException($"The folder '{directory}' cannot be flushed to disk (error {error}).");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
