using Catalog.Cli.CommandLine;
using Catalog.Cli.Runs;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog views</c>.</summary>
internal sealed class ViewsVerb() : Verb("views", "List the feature views with how far their writers are.")
{
    internal override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var document = await context.Api.GetAsync("api/v1/views", cancellationToken);
        context.Output.Show(document, console => ViewReport.Write(console, document["items"]!)); // The door always lists.
        return ExitCode.Done;
    }
}
