using System.CommandLine;
using System.CommandLine.Parsing;

namespace Catalog.Cli.Features;

/// <summary>The file that a training set is written to; its name says the format.</summary>
internal sealed class OutFile(bool required)
{
    internal Option<string?> Option { get; } = new("--out", "-o") { Description = "File to write: .parquet, .csv or .arrows (an Arrow stream).", HelpName = "FILE", Required = required };

    internal void Validate(CommandResult result)
    {
        if (result.GetValue(Option) is { } file && FormatOf(file) is null)
        {
            result.AddError($"--out is '{file}'; its name must end in .parquet, .csv, .arrows or .arrow, which says what is written.");
        }
    }

    /// <summary>The file of one part beside that of the whole: <c>a.parquet</c> has <c>a-train.parquet</c>.</summary>
    internal static string OfSplit(string file, string split)
        => Path.Combine(Path.GetDirectoryName(file) ?? string.Empty, $"{Path.GetFileNameWithoutExtension(file)}-{split.Replace(Path.DirectorySeparatorChar, '_')}{Path.GetExtension(file)}");

    /// <summary>The server's word for the format; null when the name says none.</summary>
    internal static string? FormatOf(string file) => Path.GetExtension(file).ToLowerInvariant() switch
    {
        ".parquet" => "parquet",
        ".csv" => "csv",
        ".arrows" or ".arrow" => "arrow",
        _ => null,
    };
}
