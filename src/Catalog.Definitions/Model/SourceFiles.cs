using System.IO.Enumeration;
using Ingestion.Model;

namespace Catalog.Definitions.Model;

/// <summary>Finds the files that a source names.</summary>
public static class SourceFiles
{
    /// <summary>
    /// The files of a source in the order that it names them, those of a pattern by name; each once. A pattern may match nothing.
    /// </summary>
    /// <param name="folder">The folder that was applied.</param>
    /// <param name="path">Path of the definition's file in that folder.</param>
    /// <param name="source">The source.</param>
    /// <exception cref="DefinitionsException"><see cref="DefinitionsErrorCode.InvalidRequest"/> for a file that is not there.</exception>
    public static IReadOnlyList<string> Find(string folder, string path, Source source)
    {
        var home = Path.GetDirectoryName(Path.GetFullPath(Path.Combine(folder, path))) ?? folder;
        return [.. source.Files.SelectMany(file => Find(home, file, source.Name)).Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Find(string home, string file, string source)
    {
        var full = Path.GetFullPath(Path.Combine(home, file));
        if (file.AsSpan().IndexOfAny('*', '?') < 0)
        {
            return File.Exists(full)
                ? [full]
                : throw new DefinitionsException(
                    DefinitionsErrorCode.InvalidRequest, $"The source '{source}' names the file '{file}', but '{full}' does not exist; correct 'files'.");
        }

        var directory = Path.GetDirectoryName(full);
        var pattern = Path.GetFileName(full);
        return directory is null || !Directory.Exists(directory)
            ? []
            : Directory.EnumerateFiles(directory)
                .Where(candidate => FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(candidate), ignoreCase: false))
                .Order(StringComparer.Ordinal);
    }
}
