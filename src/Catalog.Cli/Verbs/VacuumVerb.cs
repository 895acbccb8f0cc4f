using System.CommandLine;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Output;
using Catalog.Cli.Server;
using Catalog.Core.Values;
using Catalog.Web.Formatting;
using Catalog.Web.Http;
using Spectre.Console;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog vacuum</c>.</summary>
internal sealed class VacuumVerb : Verb
{
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only list the files." };

    internal VacuumVerb()
        : base("vacuum", "Delete offline files that no view needs any more, as the server does every hour by itself.") => Options.Add(_dryRun);

    internal override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var route = new Query(VacuumEndpoints.Route.TrimStart('/')).Add("dryRun", context.Value(_dryRun) ? "true" : null);
        var document = await context.Api.PostAsync(route.ToString(), content: null, cancellationToken);
        var answer = document.To<VacuumAnswer>();
        context.Output.Show(document, console =>
        {
            var listing = new Listing("file", "bytes#", "age#", "reason");
            foreach (var file in answer.Files)
            {
                listing.Row(file.Path, Numbers.Count(file.Bytes), Duration.Format(TimeSpan.FromSeconds(file.AgeSeconds)), file.Reason);
            }

            listing.WriteTo(console, $"There is no file that nobody has needed for {answer.Grace}.");
            if (answer.Files.Count > 0)
            {
                console.WriteLine($"{Numbers.Count(answer.Files.Count, "file")}, {Numbers.Count(answer.Bytes, "byte")} {(answer.DryRun ? "can be deleted" : "deleted")}.");
            }
        });
        return ExitCode.Done;
    }
}
