using System.Text;
using Catalog.Core.Errors;
using Catalog.Definitions.Binding;

namespace Catalog.Definitions.Model;

/// <summary>Reads the definition files of a folder.</summary>
public static class DefinitionFolder
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The files that end in <c>.yaml</c> or <c>.yml</c> in the folder and below it, ordered by path; hidden folders are passed over.</summary>
    /// <param name="folder">The folder, or one file.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="DefinitionsException">
    /// <see cref="DefinitionsErrorCode.InvalidDefinitions"/> for files that are not UTF-8; <see cref="DefinitionsErrorCode.InvalidRequest"/> when there
    /// is no such folder or file.
    /// </exception>
    public static async Task<IReadOnlyList<DefinitionFile>> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        if (File.Exists(folder))
        {
            return [await ReadFileAsync(folder, Path.GetFileName(folder), cancellationToken).ConfigureAwait(false)];
        }

        if (!Directory.Exists(folder))
        {
            throw new DefinitionsException(DefinitionsErrorCode.InvalidRequest, $"Definitions were to be read from '{folder}', but there is no such folder or file.");
        }

        var paths = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(static path => IsDefinitionFile(path))
            .Order(StringComparer.Ordinal);
        var files = new List<DefinitionFile>();
        foreach (var path in paths)
        {
            files.Add(await ReadFileAsync(Path.Combine(folder, path), path, cancellationToken).ConfigureAwait(false));
        }

        return files;
    }

    /// <summary>The text of bytes in UTF-8.</summary>
    /// <exception cref="DefinitionsException"><see cref="DefinitionsErrorCode.InvalidDefinitions"/> when they are not UTF-8.</exception>
    public static DefinitionFile Decode(string path, byte[] bytes)
    {
        try
        {
            return new DefinitionFile(path, Strict.GetString(bytes));
        }
        catch (DecoderFallbackException exception)
        {
            var finding = new Finding(
                FindingSeverity.Error, DefinitionRules.NotUtf8, $"The file is not UTF-8: byte {exception.Index} cannot be read.",
                new SourceLocation(path, 0, 0, string.Empty), "Save it as UTF-8.");
            throw new DefinitionsException(DefinitionsErrorCode.InvalidDefinitions, $"The file '{path}' is not UTF-8.", [finding]);
        }
    }

    private static bool IsDefinitionFile(string path)
        => (path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
            && !path.Split('/').Any(static part => part.StartsWith('.'));

    private static async Task<DefinitionFile> ReadFileAsync(string file, string path, CancellationToken cancellationToken)
        => Decode(path, await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false));
}
