using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Runs;
using Catalog.Cli.Server;
using Catalog.Web.Http;
using Spectre.Console;

namespace Catalog.Cli.Verbs;

/// <summary><c>catalog runs [ID]</c>.</summary>
internal sealed class RunsVerb : Verb
{
    private readonly Argument<Guid?> _id = FlagValues.Id("run", "One run, with what it read and wrote. Default: the latest ones.");
    private readonly Option<bool> _watch = new("--watch", "-w") { Description = "Follow the run to its end; without ID print each run that begins or ends, until Ctrl-C." };
    private readonly Option<bool> _cancel = new("--cancel") { Description = "Ask the run to stop. What it wrote stays." };
    private readonly Option<string?> _state = FlagValues.Word("--state", "Only runs in this state.", "STATE", "new", "running", "completed", "failed", "aborted");
    private readonly Option<string?> _kind = FlagValues.Word("--kind", "Only runs of this kind.", "KIND", "ingestion", "materialization", "trainingSet", "replay", "verification", "enrichment", "erasure");
    private readonly Option<string?> _domain = new("--domain") { Description = "Only runs of this domain.", HelpName = "NAME" };
    private readonly Option<string?> _job = new("--job") { Description = "Only runs of this job: its name, or job:NAMESPACE:NAME.", HelpName = "JOB" };
    private readonly Option<string?> _dataset = new("--dataset") { Description = "Only runs that read or wrote this: source/NAME, view/NAME, or dataset:NAMESPACE:NAME.", HelpName = "DATASET" };
    private readonly Option<long?> _limit = FlagValues.Count("--limit", "How many runs are listed. Default: 20.", "N", most: 200);

    internal RunsVerb()
        : base("runs", "List runs, show one, follow it or cancel it.")
    {
        Arguments.Add(_id);
        Options.Add(_watch);
        Options.Add(_cancel);
        foreach (var option in Filters)
        {
            Options.Add(option);
        }

        Check(Validate);
    }

    private Option[] Filters => [_state, _kind, _domain, _job, _dataset, _limit];

    internal override Task<int> RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var watch = context.Value(_watch);
        return context.Value(_id) is not { } id ? watch ? new RunWatch(context).WatchAllAsync(cancellationToken) : ListAsync(context, cancellationToken)
            : context.Value(_cancel) ? CancelAsync(context, id, cancellationToken)
            : watch ? new RunWatch(context).WatchAsync(id, cancellationToken)
            : ShowAsync(context, id, cancellationToken);
    }

    private void Validate(CommandResult result)
    {
        var (hasId, watch, cancel) = (result.GetValue(_id) is not null, result.GetValue(_watch), result.GetValue(_cancel));
        if (cancel && (!hasId || watch))
        {
            result.AddError("--cancel needs the ID of a run, and nothing else.");
        }

        if ((hasId || watch) && Filters.FirstOrDefault(filter => result.GetResult(filter) is { Implicit: false }) is { } filter)
        {
            result.AddError($"{filter.Name} belongs to the list, which shows neither an ID nor with --watch.");
        }
    }

    private async Task<int> ListAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var route = new Query("api/v1/runs")
            .Add("state", context.Value(_state))
            .Add("kind", context.Value(_kind))
            .Add("domain", context.Value(_domain))
            .Add("job", context.Value(_job))
            .Add("dataset", context.Value(_dataset))
            .Add("limit", context.Value(_limit) ?? 20);
        var page = await context.Api.GetAsync(route.ToString(), cancellationToken);
        context.Output.Show(page, console => RunReport.WriteList(console, page.To<RunPageAnswer>()));
        return ExitCode.Done;
    }

    private static async Task<int> ShowAsync(CommandContext context, Guid id, CancellationToken cancellationToken)
    {
        var detail = await context.Api.GetAsync($"api/v1/runs/{id}", cancellationToken);
        context.Output.Show(detail, console => RunReport.Write(console, detail.To<RunDetailAnswer>()));
        return ExitCode.Done;
    }

    private static async Task<int> CancelAsync(CommandContext context, Guid id, CancellationToken cancellationToken)
    {
        await context.Api.PostAsync($"api/v1/runs/{id}/cancel", content: null, cancellationToken);
        context.Output.Show(
            new JsonObject { ["runId"] = id, ["cancelling"] = true },
            console => console.WriteLine($"Asked the run {id} to stop; `catalog runs {id} --watch` shows when it has."));
        return ExitCode.Done;
    }
}
