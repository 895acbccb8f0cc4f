using System.Text.Json.Nodes;
using Catalog.Cli.CommandLine;
using Catalog.Cli.Output;
using Catalog.Cli.Runs;
using Catalog.Cli.Server;
using Catalog.Web.Formatting;
using Catalog.Web.Http;
using Spectre.Console;

namespace Catalog.Cli.Quarantine;

/// <summary>What can be done with the refused events of one source.</summary>
internal sealed class QuarantineOfSource(CommandContext context, QuarantineFlags which)
{
    private readonly string _source = context.Value(which.Source)!; // The argument is required.

    /// <summary>Shows how many there are by rule, and the newest of them.</summary>
    internal async Task<int> ListAsync(long limit, CancellationToken cancellationToken)
    {
        var rules = await context.Api.GetAsync(Asking("api/v1/quarantine/rules").ToString(), cancellationToken);
        var page = await context.Api.GetAsync(Asking("api/v1/quarantine").Add("limit", limit).ToString(), cancellationToken);
        var counts = rules.To<QuarantineRulesAnswer>();
        if (counts.Total == 0)
        {
            await RequireSourceAsync(cancellationToken);
        }

        var document = new JsonObject
        {
            ["source"] = _source,
            ["total"] = counts.Total,
            ["rules"] = rules["items"]?.DeepClone(),
            ["items"] = page["items"]?.DeepClone(),
            ["next"] = page["next"]?.DeepClone(),
        };
        context.Output.Show(document, console => QuarantineReport.Write(console, _source, counts, page.To<QuarantinePageAnswer>()));
        return ExitCode.Done;
    }

    /// <summary>Writes them to a file.</summary>
    internal async Task<int> ExportAsync(string file, string format, CancellationToken cancellationToken)
    {
        if (file == "-" && context.Output.IsJson)
        {
            throw CommandException.Local(ExitCode.Usage, "usage", "--export - writes the events to standard output, where --json wants one document; leave one of them out.");
        }

        await RequireSourceAsync(cancellationToken);
        var route = Asking("api/v1/quarantine/export").Add("format", format).ToString();
        if (file == "-")
        {
            await using var output = context.Environment.OpenOutput();
            await context.Api.DownloadAsync(route, output, new Progress<WorkProgress>(), cancellationToken);
            return ExitCode.Done;
        }

        await using var target = NewFile.Create(file);
        await context.Output.WithProgressAsync("Exporting", async progress =>
        {
            await context.Api.DownloadAsync(route, target.Stream, progress, cancellationToken);
            return true;
        });
        var bytes = target.Stream.Length;
        await target.CompleteAsync();
        context.Output.Show(
            new JsonObject { ["source"] = _source, ["file"] = file, ["format"] = format, ["byteCount"] = bytes },
            console => console.WriteLine($"Wrote {Numbers.Bytes(bytes)} to {file}."));
        return ExitCode.Done;
    }

    /// <summary>Sends them through the checks again and follows that.</summary>
    internal async Task<int> ReplayAsync(CancellationToken cancellationToken)
    {
        var started = await context.Api.PostDocumentAsync($"{Route}/replay", Selection(), cancellationToken);
        var run = await new SourceRun(context).FinishAsync(started, cancellationToken);
        context.Output.Show(run, console => IngestionReport.Write(console, run));
        return ExitCode.Done;
    }

    /// <summary>Marks them as not wanted.</summary>
    internal async Task<int> DismissAsync(bool all, CancellationToken cancellationToken)
    {
        var document = await context.Api.PostDocumentAsync($"{Route}/dismiss", Selection() with { All = all ? true : null }, cancellationToken);
        context.Output.Show(document, console => console.WriteLine($"Dismissed {Numbers.Count(document.To<DismissedAnswer>().Dismissed, "event")}."));
        return ExitCode.Done;
    }

    private string Route => $"api/v1/sources/{Answers.Escaped(_source)}/quarantine";

    private Query Asking(string route) => new Query(route)
        .Add("source", _source)
        .AddAll("rule", which.Rules(context))
        .Add("state", which.State(context))
        .Add("text", which.Text(context));

    private QuarantineSelection Selection() =>
        new(which.Rules(context) is { Count: > 0 } rules ? rules : null, which.Ids(context), which.Text(context), context.Environment.User);

    // Nothing in the quarantine and no such source look the same otherwise.
    private Task<JsonNode> RequireSourceAsync(CancellationToken cancellationToken) =>
        context.Api.GetAsync($"api/v1/sources/{Answers.Escaped(_source)}/runs?limit=1", cancellationToken);
}
