using Catalog.Cli.CommandLine;

namespace Catalog.Cli.Output;

/// <summary>Opens files that a command is to read, and says what would be right where that is not possible.</summary>
internal static class InputFile
{
    /// <summary>Opens a file for reading from its begin to its end.</summary>
    /// <param name="path">As the caller wrote it.</param>
    /// <exception cref="CommandException">There is none, it is a folder, or it may not be read.</exception>
    internal static FileStream Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw CommandException.Local(ExitCode.Failed, "file-access", $"Cannot read '{path}': it is a folder. Name a file.");
        }

        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, useAsync: true);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CommandException.Local(ExitCode.NotFound, "file-not-found", $"Cannot read '{path}': there is no such file. {WhereToLook(path)}");
        }
        catch (UnauthorizedAccessException)
        {
            throw CommandException.Local(ExitCode.Failed, "file-access", $"Cannot read '{path}': this user may not. Give the user of this process the right to read it.");
        }
    }

    private static string WhereToLook(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/";
        return !Directory.Exists(folder) ? $"There is no folder '{folder}' either; paths count from '{Environment.CurrentDirectory}'."
            : Path.IsPathRooted(path) ? $"Name a file that is in '{folder}'." : $"Paths count from '{Environment.CurrentDirectory}'.";
    }
}
