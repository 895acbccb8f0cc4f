using System.Runtime.InteropServices;

namespace Catalog.Core.Storage;

/// <summary>File operations whose result survives a power cut. Safe to call from any thread for different paths.</summary>
public static class DurableFile
{
    /// <summary>Ending of files that are not complete yet. Whoever opens a directory of data files may delete them.</summary>
    public const string TemporaryEnding = ".tmp";

    /// <summary>Replaces the content of a file: after a crash it has the old content or the new one, never a mixture.</summary>
    /// <param name="path">The file; made when it does not exist.</param>
    /// <param name="content">The whole new content.</param>
    /// <param name="flush">Whether to wait until the disk has it. Without it a power cut may bring the old content back or leave an empty file.</param>
    /// <exception cref="IOException">The disk is full or the directory is gone.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory may not be written.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content, bool flush = true)
    {
        var temporary = path + TemporaryEnding;
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, content, fileOffset: 0);
            if (flush)
            {
                RandomAccess.FlushToDisk(file);
            }
        }

        File.Move(temporary, path, overwrite: true);
        if (flush)
        {
            SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!); // A file always has a directory.
        }
    }

    /// <summary>Waits until the disk has the entries of a directory: files made, renamed or deleted in it. Windows does this by itself.</summary>
    /// <exception cref="IOException">The directory is gone or the disk failed.</exception>
    public static void SyncDirectory(string directory)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // .NET refuses to open a directory as a file.
        var descriptor = NativeMethods.Open(directory, flags: 0);
        if (descriptor < 0)
        {
            throw Failure("opened", directory);
        }

        try
        {
            if (NativeMethods.Fsync(descriptor) != 0)
            {
                throw Failure("flushed", directory);
            }
        }
        finally
        {
            _ = NativeMethods.Close(descriptor);
        }
    }

    private static IOException Failure(string what, string directory)
        => new($"Directory \"{directory}\" could not be {what}: {Marshal.GetLastPInvokeErrorMessage()}.");

    private static class NativeMethods
    {
        [DllImport("libc", EntryPoint = "open", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Fsync(int descriptor);

        [DllImport("libc", EntryPoint = "close", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        internal static extern int Close(int descriptor);
    }
}
