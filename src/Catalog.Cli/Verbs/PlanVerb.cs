using Catalog.Cli.CommandLine;
using Catalog.Cli.Plans;
using Catalog.Cli.Server;
using Catalog.Web.Formatting;
using Catalog.Web.Http;
using Spectre.Console;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog plan PATH</c>.</summary>
internal sealed class PlanVerb : Verb
{
    private readonly PlanFlags _flags = new();

    internal PlanVerb()
        : base("plan", "Show what applying a folder or file would add, change and remove, and everything wrong with it. Changes nothing.") => _flags.AddTo(this);

    internal override Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken) => _flags.RunAsync(
        context,
        async path =>
        {
            var document = await context.Api.PostDocumentAsync("api/v1/definitions/plan", path.ToBody(context.Value(_flags.Prune)), cancellationToken);
            context.Output.Show(document, console =>
            {
                var plan = document.To<PlanAnswer>();
                PlanReport.Write(console, plan, context.Value(_flags.Path)!); // The argument is required.
                console.Write(plan.HasChanges ? "Against revision " : "Nothing to change. Against revision ");
                console.WriteLine($"{Numbers.Count(plan.Revision)}: {PlanReport.Counts(plan)}.");
            });
            return ExitCode.Done;
        },
        cancellationToken);
}
