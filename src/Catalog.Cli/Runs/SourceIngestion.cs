using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Server;
using Catalog.Core.Errors;
using Catalog.Definitions.Model;
using Ingestion.Model;

namespace Catalog.Cli.Runs;

/// <summary>Ingests the files that sources name, one after the other. One that fails does not keep the next from being ingested.</summary>
internal sealed class SourceIngestion(CommandContext context)
{
    /// <summary>What the runs did.</summary>
    internal JsonArray Results { get; } = [];

    /// <summary>Files that were not ingested, as problem documents with <c>source</c> and <c>file</c>.</summary>
    internal JsonArray Failures { get; } = [];

    /// <summary>Ingests the files of one source.</summary>
    /// <param name="name">The source, which is in force.</param>
    /// <param name="folder">The folder that its definition was applied from.</param>
    /// <param name="cancellationToken">Stops the run under way.</param>
    internal async Task RunAsync(string name, string folder, CancellationToken cancellationToken)
    {
        var detail = await context.Api.GetAsync($"api/v1/definitions/Source/{Answers.Escaped(name)}", cancellationToken);
        var source = System.Text.Json.JsonSerializer.Deserialize<Source>(detail["model"], DefinitionJson.Options);
        var path = detail["definition"]?["path"]?.ToString();
        if (source is null || path is null)
        {
            return;
        }

        foreach (var file in FilesOf(source, folder, path))
        {
            try
            {
                Results.Add(await new FileIngestion(context).RunAsync(name, file, force: false, cancellationToken));
            }
            catch (CommandException failure) when (!failure.IsTransient)
            {
                Fail(name, Path.GetFileName(file), failure);
            }
        }
    }

    private IReadOnlyList<string> FilesOf(Source source, string folder, string path)
    {
        try
        {
            return SourceFiles.Find(folder, path, source);
        }
        catch (CatalogException error)
        {
            Fail(source.Name, string.Join(", ", source.Files), CommandException.Thrown(error));
            return [];
        }
    }

    private void Fail(string source, string file, CommandException failure)
    {
        var problem = failure.Problem.DeepClone().AsObject();
        problem["source"] = source;
        problem["file"] = file;
        Failures.Add(problem);
    }
}
