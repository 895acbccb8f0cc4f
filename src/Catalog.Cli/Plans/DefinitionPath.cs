using Catalog.Cli.CommandLine;
using Catalog.Definitions;
using Catalog.Definitions.Model;
using Catalog.Web.Http;

namespace Catalog.Cli.Plans;

/// <summary>The folder or file that a command was given, with the definitions in it.</summary>
internal sealed class DefinitionPath
{
    private readonly string _path;
    private readonly bool _isFile;

    private DefinitionPath(string path, IReadOnlyList<DefinitionFile> files)
    {
        _path = path;
        _isFile = File.Exists(path);
        Files = files;
    }

    internal IReadOnlyList<DefinitionFile> Files { get; }

    /// <summary>The folder that paths of definitions are relative to.</summary>
    internal string Folder => _isFile ? Path.GetDirectoryName(Path.GetFullPath(_path)) ?? _path : _path;

    internal static async Task<DefinitionPath> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (!Path.Exists(path))
        {
            throw CommandException.Local(ExitCode.NotFound, "file-not-found", $"There is no folder or file '{path}' to read definitions from.");
        }

        try
        {
            var files = await DefinitionFolder.ReadAsync(path, cancellationToken);
            return files.Count > 0
                ? new DefinitionPath(path, files)
                : throw CommandException.Local(ExitCode.NotFound, "file-not-found", $"The folder '{path}' holds no file that ends in .yaml or .yml.");
        }
        catch (DefinitionsException error)
        {
            throw CommandException.Thrown(error);
        }
    }

    /// <summary>The request that carries the files.</summary>
    internal ChangeBody ToBody(bool prune) => new() { Files = [.. Files.Select(static file => new FileBody(file.Path, file.Text))], Prune = prune };

    /// <summary>A file of the server's answer, as it can be opened from here.</summary>
    internal static string PathFromHere(string path, string file) => File.Exists(path) ? path : Path.Combine(path, file);
}
