using Catalog.Core.Events;
using Catalog.Core.Values;
using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using Ingestion;
using Ingestion.Model;
using Lineage.Model;
using Lineage.Runs;

namespace Catalog.Web.Queries.Runs;

/// <summary>How runs are called, drawn and reached.</summary>
internal static class RunWords
{
    // Fewer are collected over a while (see docs/architecture.md, Materializations).
    private const int FewRows = 10_000;

    /// <summary>All kinds of runs that the product has, in the order offered.</summary>
    public static readonly IReadOnlyList<RunKind> Kinds = [RunKind.Ingestion, RunKind.Materialization, RunKind.Enrichment, RunKind.TrainingSet, RunKind.Replay, RunKind.Verification, RunKind.Erasure];

    /// <summary>The states that are offered as a filter.</summary>
    public static readonly IReadOnlyList<RunState> States = [RunState.Running, RunState.Failed, RunState.Completed, RunState.Aborted];

    public static string HrefOf(RunSummary run) => "/runs/" + run.RunId;

    /// <summary>What runs, in words: the product's own jobs are called <c>ingest.loyalty-transactions</c>.</summary>
    public static string TitleOf(RunSummary run)
    {
        var end = run.Job.Namespace == DatasetRef.Own ? run.Job.Name.IndexOf('.', StringComparison.Ordinal) : -1;
        return end < 0 ? run.Job.Name : $"{run.Job.Name[..end]} {run.Job.Name[(end + 1)..]}";
    }

    /// <summary>Said of what no process carries out now; it goes on when its own is back, or another one takes it up.</summary>
    public const string Interrupted = "Interrupted";

    /// <summary>Said of what waits for its turn.</summary>
    public const string Queued = "Queued";

    public static string StateOf(RunState state) => state switch
    {
        RunState.Completed => "Succeeded",
        RunState.Aborted => "Cancelled",
        RunState.New => "Announced",
        _ => state.ToString(),
    };

    /// <summary>The state, and whether a run of the product still has somebody who carries it out.</summary>
    public static string StateOf(RunSummary run) => IsLeft(run) ? Interrupted : StateOf(run.State);

    public static string KindOf(RunKind kind) => kind == RunKind.TrainingSet ? "Training sets" : kind + "s";

    public static Status StatusOf(RunSummary run) => run.State switch
    {
        RunState.Running => IsLeft(run) ? Status.Late : Status.Running,
        RunState.Completed => Status.Fresh,
        RunState.Failed => Status.Failed,
        _ => Status.Unknown,
    };

    /// <summary>Whether no process that runs carries the run out.</summary>
    public static bool IsLeft(RunSummary run) => run is { State: RunState.Running, Kind: not null, IsLive: false };

    /// <summary>Whether somebody can stop it, whichever process carries it out. The writers of views go on as long as the views are defined.</summary>
    /// <param name="run">The run.</param>
    /// <param name="job">The job behind an ingestion or a replay; what collects pushes ends by itself.</param>
    public static bool CanCancel(RunSummary run, IngestionStatus? job) => run.State == RunState.Running && (run.Kind is RunKind.TrainingSet or RunKind.Verification
        || job is { Job: { Kind: not IngestionJobKind.Push, State: not IngestionJobState.Cancelling, HasEnded: false } });

    /// <summary>Words with commas between them; those that are missing are left out.</summary>
    public static string Join(params string?[] words) => string.Join(", ", words.Where(static word => !string.IsNullOrEmpty(word)));

    /// <summary>The source that an ingestion or a replay writes to; null for other runs.</summary>
    public static string? SourceOf(RunSummary run)
        => run.Kind is RunKind.Ingestion or RunKind.Replay && run.Job.Name.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? run.Job.Name[(dot + 1)..] : null;

    /// <summary>What a warning says of the events: a field that nobody reads, or a rule that they break.</summary>
    public static string WarningOf(string rule, RuleTexts texts)
        => !rule.StartsWith(EventRules.UndeclaredOf(string.Empty), StringComparison.Ordinal) ? $"They break the rule: {texts.Of(rule).Title}"
        : rule[(EventRules.Undeclared.Length + 1)..] is var field && field == "…" ? "They have further fields that are no column of the source; what these hold was not taken"
        : $"They have a field {field}, which is no column of the source; what it holds was not taken";

    /// <summary>How long it took, or takes until now; null when its start is not known.</summary>
    public static TimeSpan? TookOf(RunSummary run, TimeProvider clock) => run.StartedAt is not { } started ? null
        : run.EndedAt is { } ended ? ended - started
        : IsLeft(run) ? run.LastSeen - started
        : Instant.Now(clock) - started;

    /// <summary>Rows that it dealt with; null when it does not say, and for a training set that came to nothing.</summary>
    public static long? RowsOf(RunSummary run)
        => run is { Kind: RunKind.TrainingSet, State: RunState.Aborted or RunState.Failed } ? null
        : run.Figures.TryGetValue("read", out var read) ? read
        : run.Figures.TryGetValue("rows", out var rows) ? rows
        : run.Progress is { Unit: "rows" or "events", Done: var done } ? done
        : null;

    /// <summary>Rows or bytes a second: now while it runs, over the whole run once it has ended.</summary>
    public static string RateOf(RunSummary run)
    {
        if (run.State == RunState.Running)
        {
            return run is { IsLive: true, Progress: { RatePerSecond: > 0 } progress }
                ? progress.Unit == "bytes" ? Numbers.Bytes((long)progress.RatePerSecond) + "/s" : Numbers.Rate(progress.RatePerSecond)
                : Numbers.None;
        }

        return RowsOf(run) is { } rows && !CollectsWhatComes(run, rows) && run.EndedAt - run.StartedAt is { TotalSeconds: > 0 } took ? Numbers.Rate(rows / took.TotalSeconds) : Numbers.None;
    }

    // Its time is mostly that of waiting for more, so that no rate follows from it.
    private static bool CollectsWhatComes(RunSummary run, long rows)
        => run.Job is { Namespace: DatasetRef.Own, Name: var name } && (name.StartsWith("push.", StringComparison.Ordinal) || (rows < FewRows && run.Kind is RunKind.Materialization or RunKind.Enrichment));

    /// <summary>What is done, of how much: <c>34.1 MB of 45.2 MB</c>. Who follows a stream of events has caught up when nothing is left of it for now.</summary>
    public static string AmountOf(RunProgress progress)
    {
        var done = Write(progress.Done);
        return progress.Total is not { } total ? done
            : progress.Unit == "events" && progress.Done >= total ? $"caught up, {done}"
            : $"{done} of {Write(total)}";

        string Write(long value) => progress.Unit == "bytes" ? Numbers.Bytes(value) : Numbers.Count(value, value == 1 ? progress.Unit.TrimEnd('s') : progress.Unit, progress.Unit);
    }

    /// <summary>The outcome in a few words; empty when there is nothing to say.</summary>
    public static string OutcomeOf(RunSummary run)
    {
        if ((run.Outcome ?? run.Message) is { Length: > 0 } words)
        {
            return words;
        }

        string[] told = ["accepted", "quarantined", "compared", "differences"];
        var parts = told.Where(run.Figures.ContainsKey).Select(name => $"{Numbers.Count(run.Figures[name])} {name}").ToList();
        return parts.Count > 0 ? string.Join(", ", parts)
            : run.Figures.TryGetValue("rows", out var rows) ? Numbers.Count(rows, "row")
            : string.Empty;
    }
}
