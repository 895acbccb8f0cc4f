using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Server;

namespace Catalog.Cli.Runs;

/// <summary>Sends a file into a source and follows its run to the end.</summary>
internal sealed class FileIngestion(CommandContext context)
{
    /// <summary>Ingests one file.</summary>
    /// <returns>The run as one flat document.</returns>
    /// <exception cref="CommandException">The file was refused, or its run failed.</exception>
    internal async Task<JsonObject> RunAsync(string source, string file, bool force, CancellationToken cancellationToken)
    {
        var route = new Query($"api/v1/sources/{Answers.Escaped(source)}/files")
            .Add("name", Path.GetFileName(file))
            .Add("force", force ? "true" : null)
            .Add("requestedBy", context.Environment.User);
        var started = await new FileSender(context).SendAsync(route.ToString(), file, static content => content, cancellationToken);
        return await new SourceRun(context).FinishAsync(started, cancellationToken);
    }
}
