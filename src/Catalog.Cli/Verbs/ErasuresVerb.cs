using System.CommandLine;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Features;
using Catalog.Cli.Server;
using Catalog.Web.Http;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog erasures</c>.</summary>
internal sealed class ErasuresVerb : Verb
{
    private readonly Argument<Guid?> _id = FlagValues.Id("erasure", "The erasure whose receipt is shown; without it all are listed.");

    internal ErasuresVerb()
        : base("erasures", "List erasures, or show the receipt of one.") => Arguments.Add(_id);

    internal override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Value(_id) is { } id)
        {
            var erasure = await context.Api.GetAsync($"{EraseVerb.Route}/{id}", cancellationToken);
            context.Output.Show(erasure, console => ErasureReport.Write(console, erasure.To<ErasureAnswer>()));
            return ExitCode.Done;
        }

        var page = await context.Api.GetAsync(EraseVerb.Route, cancellationToken);
        context.Output.Show(page, console => ErasureReport.Write(console, page.To<ErasurePageAnswer>()));
        return ExitCode.Done;
    }
}
