using System.CommandLine;
using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Runs;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog materialize [VIEW]</c>.</summary>
internal sealed class MaterializeVerb : Verb
{
    private readonly Argument<string?> _view = new("view") { Description = "The view. Default: all of them.", HelpName = "VIEW", Arity = ArgumentArity.ZeroOrOne };

    internal MaterializeVerb()
        : base("materialize", "Wait until every event that is in the log now is in the online and the offline store.") => Arguments.Add(_view);

    internal override async Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var wait = new ViewWait(context);
        var views = await wait.ChooseAsync(context.Value(_view), cancellationToken);
        var states = await wait.FlushAsync(views, cancellationToken);
        var document = new JsonObject { ["items"] = states };
        context.Output.Show(document, console => ViewReport.Write(console, states));
        return ExitCode.Done;
    }
}
