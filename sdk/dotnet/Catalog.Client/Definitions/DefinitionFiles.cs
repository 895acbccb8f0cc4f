using System.Text;

namespace Catalog.Client;

/// <summary>Reads definitions: the files that end in .yaml or .yml in a folder and below it, or one file. Hidden ones are passed over.</summary>
internal static class DefinitionFiles
{
    private static readonly string[] Extensions = [".yaml", ".yml"];
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The files, ordered by path.</summary>
    /// <exception cref="FileNotFoundException">There is no such file, or none in the folder.</exception>
    /// <exception cref="CatalogException">A file is not UTF-8.</exception>
    internal static async Task<IReadOnlyList<WireFile>> ReadAsync(string path, string attempted, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path))
        {
            return [await ReadFileAsync(path, Path.GetFileName(path), attempted, cancellationToken).ConfigureAwait(false)];
        }

        if (!Directory.Exists(path))
        {
            throw new FileNotFoundException($"There is no folder or file '{path}' to read definitions from.", path);
        }

        var names = Directory.EnumerateFiles(path, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.System })
            .Select(file => Path.GetRelativePath(path, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(static name => Array.Exists(Extensions, extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase)))
            .Where(static name => !Array.Exists(name.Split('/'), static part => part.StartsWith('.')))
            .Order(StringComparer.Ordinal).ToList();
        if (names.Count == 0)
        {
            throw new FileNotFoundException($"The folder '{path}' holds no file that ends in .yaml or .yml.", path);
        }

        var files = new List<WireFile>(names.Count);
        foreach (var name in names)
        {
            files.Add(await ReadFileAsync(Path.Combine(path, name), name, attempted, cancellationToken).ConfigureAwait(false));
        }

        return files;
    }

    private static async Task<WireFile> ReadFileAsync(string file, string name, string attempted, CancellationToken cancellationToken)
    {
        var bytes = await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false);
        try
        {
            return new WireFile(name, Strict.GetString(bytes));
        }
        catch (DecoderFallbackException failure)
        {
            var finding = new CatalogFinding { Rule = "not-utf8", Message = $"The file is not UTF-8: byte {failure.Index} cannot be read.", File = name, Fix = "Save it as UTF-8." };
            throw new CatalogException(CatalogErrorKind.InvalidDefinitions, "invalid-definitions", attempted, $"the file '{name}' is not UTF-8.", failure) { Findings = [finding] };
        }
    }
}
