using System.CommandLine;
using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Runs;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog backfill [VIEW]</c>.</summary>
internal sealed class BackfillVerb : Verb
{
    private readonly Argument<string?> _view = new("view") { Description = "The view. Default: all of them.", HelpName = "VIEW", Arity = ArgumentArity.ZeroOrOne };

    internal BackfillVerb()
        : base("backfill", "Wait until the newest version of a view is computed from all stored events and answers.") => Arguments.Add(_view);

    internal override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var wait = new ViewWait(context);
        var views = await wait.ChooseAsync(context.Value(_view), cancellationToken);
        await wait.FlushAsync(views, cancellationToken);
        var states = await wait.UntilAnsweringAsync(views, cancellationToken);
        var document = new JsonObject { ["items"] = states };
        context.Output.Show(document, console => ViewReport.Write(console, states));
        return ExitCode.Done;
    }
}
