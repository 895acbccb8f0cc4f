using Catalog.Cli.CommandLine;
using Catalog.Cli.Output;
using Catalog.Cli.Server;
using Catalog.Web.Formatting;
using Catalog.Web.Http;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog sources</c>.</summary>
internal sealed class SourcesVerb() : Verb("sources", "List the sources with what is in them.")
{
    internal override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var document = await context.Api.GetAsync("api/v1/sources", cancellationToken);
        context.Output.Show(document, console =>
        {
            var listing = new Listing("Source", "Domain", "Format", "Contract~", "Events#", "Quarantined#", "Last run", "State");
            foreach (var source in document.To<SourcesAnswer>().Items)
            {
                listing.Row(
                    source.Name, source.Domain, source.Format ?? $"of {source.From}", source.Contract, Numbers.CountOrUnknown(source.Events), Numbers.Count(source.OpenQuarantined),
                    ShownTime.Of(source.LastRun?.CreatedAt), source.LastRun?.State ?? source.Enrichment?.State);
            }

            listing.WriteTo(console, "There is no source.");
        });
        return ExitCode.Done;
    }
}
