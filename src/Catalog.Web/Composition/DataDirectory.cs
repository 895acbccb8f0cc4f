using System.Text;
using Catalog.Core.Sharing;
using Catalog.Core.Storage;

namespace Catalog.Web.Composition;

/// <summary>
/// The data folder, made and locked for this process. The lock is a file kept open without sharing: the operating system releases it however the
/// process ends.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly FileStream _lock;

    private DataDirectory(string path, FileStream fileLock)
    {
        Path = path;
        _lock = fileLock;
    }

    internal string Path { get; }

    /// <exception cref="CatalogStartException">The folder cannot be made, written or locked.</exception>
    internal static DataDirectory Open(string directory)
    {
        var path = System.IO.Path.GetFullPath(directory);
        if (File.Exists(path))
        {
            throw new CatalogStartException($"Cannot use the data folder '{path}': it is a file. Name a folder, or one to be made, with Catalog:DataDirectory.");
        }

        try
        {
            Directory.CreateDirectory(path);
            var file = System.IO.Path.Combine(path, "catalog.lock");
            return new DataDirectory(path, new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (!Directory.Exists(path))
        {
            throw new CatalogStartException($"Cannot make the data folder '{path}': {error.Message} Name another folder with Catalog:DataDirectory.", error);
        }
        catch (IOException error)
        {
            throw new CatalogStartException(
                $"Cannot use the data folder '{path}': {error.Message} Another Catalog process may hold it. Stop that process, or give this one its own folder with Catalog:DataDirectory.",
                error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new CatalogStartException(
                $"Cannot write to the data folder '{path}'. Give this user the right to it, or choose another folder with Catalog:DataDirectory.", error);
        }
    }

    /// <summary>The process that holds the folder. Its id lies in the folder, so that a restarted process goes on with what was its own.</summary>
    /// <exception cref="CatalogStartException">The id cannot be written.</exception>
    internal ThisProcess Identify()
    {
        var file = System.IO.Path.Combine(Path, "catalog.id");
        try
        {
            if (!File.Exists(file) || !Guid.TryParseExact(File.ReadAllText(file), "N", out var id))
            {
                id = Guid.CreateVersion7();
                DurableFile.Replace(file, Encoding.ASCII.GetBytes(id.ToString("N")));
            }

            return ThisProcess.Of(id.ToString("N"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CatalogStartException($"Cannot read or write '{file}': {error.Message} Give this user the right to it, or choose another folder with Catalog:DataDirectory.", error);
        }
    }

    public void Dispose() => _lock.Dispose();
}
