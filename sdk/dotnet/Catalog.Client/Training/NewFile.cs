namespace Catalog.Client;

/// <summary>Files that stand under their name only when they are complete.</summary>
internal static class NewFile
{
    /// <summary>Writes a file. Until it is complete, and when writing it fails, there is nothing under its name, or the former file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal static async Task WriteAsync(string path, Func<FileStream, Task> write)
    {
        var target = Path.GetFullPath(new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path : path);
        var folder = Path.GetDirectoryName(target);
        if (Directory.Exists(target) || folder is null)
        {
            throw new IOException($"Cannot write '{path}': it is a folder. Name a file.");
        }

        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"Cannot write '{path}': there is no folder '{folder}'. Make it first, or name a file in a folder that there is.");
        }

        if (target.StartsWith("/dev/", StringComparison.Ordinal) && File.Exists(target))
        {
            // A device is written, never replaced.
            var device = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0, useAsync: true);
            await using (device.ConfigureAwait(false))
            {
                await write(device).ConfigureAwait(false);
            }

            return;
        }

        var unfinished = Path.Combine(folder, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.part");
        try
        {
            var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            await using (file.ConfigureAwait(false))
            {
                await write(file).ConfigureAwait(false);
            }

            File.Move(unfinished, target, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }
}
