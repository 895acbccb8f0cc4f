using System.Globalization;

namespace Catalog.Core.Storage;

/// <summary>
/// Keeps a second process (or a second store in this one) out of a directory of data files. The operating system gives the lock
/// up when the process ends, however it ends, so a stale lock does not exist.
/// </summary>
public sealed class DirectoryLock : IDisposable
{
    private const string FileName = "LOCK";

    // How .NET reports "somebody else has it": EAGAIN of Linux, of macOS, and ERROR_SHARING_VIOLATION of Windows.
    private static readonly int[] SharingViolations = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, and makes the directory if it is missing. Null when somebody else has it.</summary>
    /// <param name="directory">The directory to lock.</param>
    /// <exception cref="IOException">The directory cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory or its lock file may not be written.</exception>
    public static DirectoryLock? TryTake(string directory)
    {
        Directory.CreateDirectory(directory);
        FileStream file;
        try
        {
            file = new FileStream(Path.Combine(directory, FileName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (SharingViolations.Contains(exception.HResult))
        {
            return null;
        }

        file.SetLength(0);
        using (var writer = new StreamWriter(file, leaveOpen: true))
        {
            writer.Write(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }

        file.Flush();
        return new DirectoryLock(file);
    }

    /// <summary>The id of the process that has the lock, as it wrote it; null where the system does not let others read it.</summary>
    public static string? HolderOf(string directory)
    {
        try
        {
            using var file = new FileStream(Path.Combine(directory, FileName), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(file);
            return reader.ReadToEnd() is { Length: > 0 } id ? id : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();
}
