using System.Text.Json.Nodes;
using Catalog.Cli.Output;
using Catalog.Cli.Server;
using Catalog.Web.Formatting;
using Catalog.Web.Http;
using Spectre.Console;

namespace Catalog.Cli.Runs;

/// <summary>Writes runs, for people.</summary>
internal static class RunReport
{
    /// <summary>How far a run says it is.</summary>
    internal static WorkProgress ProgressOf(JsonNode progress)
    {
        var answer = progress.To<RunProgressAnswer>();
        return new WorkProgress(answer.Done, answer.Total, answer.Unit);
    }

    internal static void WriteList(IAnsiConsole console, RunPageAnswer page)
    {
        var listing = new Listing("Run", "State", "Started", "Kind", "Job", "What~");
        foreach (var run in page.Items)
        {
            listing.Row(run.RunId.ToString(), StateOf(run), ShownTime.Of(run.StartedAt), run.Kind, JobOf(run.Job), run.Title);
        }

        listing.WriteTo(console, "No run matches.");
        if (page.Next is not null)
        {
            console.WriteLine($"These are the latest {Numbers.Count(page.Items.Count)}; --limit shows more.");
        }
    }

    internal static void Write(IAnsiConsole console, RunDetailAnswer detail)
    {
        var run = detail.Run;
        new FactSheet()
            .Add("Run", run.RunId.ToString())
            .Add("Job", JobOf(run.Job))
            .Add("Kind", run.Kind)
            .Add("Domain", run.Domain)
            .Add("What", run.Title)
            .Add("State", StateOf(run))
            .Add("Started", ShownTime.Of(run.StartedAt))
            .Add("Ended", ShownTime.Of(run.EndedAt))
            .Add("Outcome", run.Outcome)
            .Add("Error", run.ErrorCode)
            .Add("Message", run.Message)
            .Add("Part of", detail.Parent is { } parent ? $"{JobOf(parent.Job)}, run {parent.RunId}" : null)
            .WriteTo(console);
        WriteFigures(console, run.Figures);
        WriteDatasets(console, detail);
    }

    /// <summary>A line for a run that began or ended.</summary>
    internal static string Line(RunAnswer run) =>
        $"{ShownTime.Of(run.EndedAt ?? run.StartedAt ?? run.LastSeen)}  {StateOf(run),-9}  {run.RunId}  {JobOf(run.Job)}{(run.Title is null ? string.Empty : "  " + run.Title)}{(run.Message is null ? string.Empty : "  " + run.Message)}";

    private static void WriteFigures(IAnsiConsole console, IReadOnlyDictionary<string, long> figures)
    {
        var listing = new Listing("Figure", "Value#");
        foreach (var (name, value) in figures)
        {
            listing.Row(name, Numbers.Count(value));
        }

        if (figures.Count > 0)
        {
            console.WriteLine();
            listing.WriteTo(console, string.Empty);
        }
    }

    private static void WriteDatasets(IAnsiConsole console, RunDetailAnswer detail)
    {
        var listing = new Listing("Direction", "Dataset", "Rows#", "Bytes#");
        foreach (var (direction, dataset) in detail.Inputs.Select(static dataset => ("read", dataset)).Concat(detail.Outputs.Select(static dataset => ("written", dataset))))
        {
            listing.Row(
                direction,
                $"{dataset.Namespace}:{dataset.Name}",
                dataset.RowCount is { } rows ? Numbers.Count(rows) : null,
                dataset.ByteCount is { } bytes ? Numbers.Count(bytes) : null);
        }

        if (detail.Inputs.Count + detail.Outputs.Count > 0)
        {
            console.WriteLine();
            listing.WriteTo(console, string.Empty);
        }
    }

    private static string StateOf(RunAnswer run) => run switch
    {
        { State: "running", IsLive: false } => "stalled",
        { Progress: { } progress, State: "running" } => $"running, {new WorkProgress(progress.Done, progress.Total, progress.Unit)}",
        _ => run.State,
    };

    private static string JobOf(RunJobAnswer job) => job.Namespace == Catalog.Core.Events.DatasetRef.Own ? job.Name : $"{job.Namespace}:{job.Name}";
}
