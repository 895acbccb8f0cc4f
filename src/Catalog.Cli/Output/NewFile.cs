using Catalog.Cli.CommandLine;

namespace Catalog.Cli.Output;

/// <summary>A file that stands under its name only when it is complete. Until then, and when the work fails, there is nothing or the former file.</summary>
internal sealed class NewFile : IAsyncDisposable
{
    private readonly string _path;
    private readonly string? _unfinished;

    private NewFile(string path, string? unfinished, Stream stream) => (_path, _unfinished, Stream) = (path, unfinished, stream);

    /// <summary>Where to write.</summary>
    internal Stream Stream { get; }

    /// <summary>Begins the file.</summary>
    /// <exception cref="CommandException">The folder does not exist or may not be written.</exception>
    /// <exception cref="IOException">The path is that of a folder, or the disk refuses it.</exception>
    internal static NewFile Create(string path)
    {
        var target = Path.GetFullPath(new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path : path);
        if (Directory.Exists(target))
        {
            throw new IOException($"Cannot write '{path}': it is a folder. Name a file.");
        }

        // A device is written, never replaced.
        if (target.StartsWith("/dev/", StringComparison.Ordinal))
        {
            return new NewFile(target, unfinished: null, new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite));
        }

        if (Path.GetDirectoryName(target) is { Length: > 0 } folder && !Directory.Exists(folder))
        {
            throw CommandException.Local(ExitCode.NotFound, "file-not-found", $"Cannot write '{path}': there is no folder '{folder}'. Make it first (mkdir -p), or name a file in a folder that there is.");
        }

        var unfinished = Path.Combine(Path.GetDirectoryName(target) ?? string.Empty, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.part");
        try
        {
            return new NewFile(target, unfinished, new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None));
        }
        catch (UnauthorizedAccessException)
        {
            throw CommandException.Local(ExitCode.Failed, "file-access", $"Cannot write '{path}': this user may not write into '{Path.GetDirectoryName(target)}'. Name a file in another folder.");
        }
    }

    /// <summary>Ends the file and gives it its name.</summary>
    internal async Task CompleteAsync()
    {
        await Stream.DisposeAsync();
        if (_unfinished is not null)
        {
            File.Move(_unfinished, _path, overwrite: true);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        if (_unfinished is not null)
        {
            File.Delete(_unfinished);
        }
    }
}
