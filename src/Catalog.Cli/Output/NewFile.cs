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
    /// <exception cref="IOException">The folder does not exist or cannot be written.</exception>
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

        var unfinished = Path.Combine(Path.GetDirectoryName(target) ?? string.Empty, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.part");
        return new NewFile(target, unfinished, new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None));
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
