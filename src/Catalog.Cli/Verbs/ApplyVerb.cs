using System.CommandLine;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Plans;
using Catalog.Cli.Runs;
using Catalog.Cli.Server;
using Catalog.Web.Formatting;
using Catalog.Web.Http;
using Spectre.Console;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog apply PATH</c>.</summary>
internal sealed class ApplyVerb : Verb
{
    private readonly PlanFlags _flags = new();
    private readonly Option<string?> _message = new("--message", "-m") { Description = "Why, kept with each version.", HelpName = "TEXT" };
    private readonly Option<string?> _author = new("--author") { Description = "Who is recorded as the author. Default: the user of this machine.", HelpName = "NAME" };
    private readonly Option<long?> _expected = FlagValues.Count("--expect-revision", "Apply only if this revision, for example of a plan, is still in force.", "N", least: 0);
    private readonly Option<bool> _ingest = new("--ingest") { Description = "Then ingest the files that the sources in PATH name." };

    internal ApplyVerb()
        : base("apply", "Put a folder or file of definitions in force, in one step or not at all.")
    {
        _flags.AddTo(this);
        Options.Add(_message);
        Options.Add(_author);
        Options.Add(_expected);
        Options.Add(_ingest);
    }

    internal override Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken) =>
        _flags.RunAsync(context, path => ApplyAsync(context, path, cancellationToken), cancellationToken);

    private async Task<int> ApplyAsync(CommandContext context, DefinitionPath path, CancellationToken cancellationToken)
    {
        var body = path.ToBody(context.Value(_flags.Prune)) with
        {
            Author = context.Value(_author) ?? context.Environment.User,
            Message = context.Value(_message),
            ExpectedRevision = context.Value(_expected),
        };
        var document = (await context.Api.PostDocumentAsync("api/v1/definitions/apply", body, cancellationToken)).AsObject();
        var plan = document.To<PlanAnswer>();
        var ingestion = context.Value(_ingest) ? await IngestAsync(context, path, plan, cancellationToken) : null;
        if (ingestion is not null)
        {
            document["ingested"] = ingestion.Results;
            document["failed"] = ingestion.Failures;
        }

        context.Output.Show(document, console => Write(console, context, plan, ingestion));
        return ingestion is { Failures.Count: > 0 } ? ExitCode.Failed : ExitCode.Done;
    }

    private static async Task<SourceIngestion> IngestAsync(CommandContext context, DefinitionPath path, PlanAnswer plan, CancellationToken cancellationToken)
    {
        var ingestion = new SourceIngestion(context);
        var names = plan.Changes.Where(static change => change.Change != "removed").Select(static change => (change.Kind, change.Name))
            .Concat(plan.Unchanged.Select(static name => (name.Kind, name.Name)))
            .Where(static name => name.Kind == "Source");
        foreach (var (_, name) in names)
        {
            await ingestion.RunAsync(name, path.Folder, cancellationToken);
        }

        return ingestion;
    }

    private void Write(IAnsiConsole console, CommandContext context, PlanAnswer plan, SourceIngestion? ingestion)
    {
        PlanReport.Write(console, plan, context.Value(_flags.Path)!); // The argument is required.
        console.Write(plan.HasChanges ? "Applied as revision " : "Nothing to change. In force is revision ");
        console.WriteLine($"{Numbers.Count(plan.Revision)}: {PlanReport.Counts(plan)}.");
        foreach (var result in ingestion?.Results ?? [])
        {
            IngestionReport.Write(console, result!.AsObject()); // Results are documents.
        }

        if (ingestion is { Results.Count: 0, Failures.Count: 0 })
        {
            console.WriteLine("No source in it names files.");
        }

        foreach (var failure in ingestion?.Failures ?? [])
        {
            console.WriteLine($"{failure!["file"]} was not ingested: {failure["detail"]}"); // Failures are documents.
        }
    }
}
