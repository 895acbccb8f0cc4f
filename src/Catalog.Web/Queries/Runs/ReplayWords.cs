using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using Lineage.Model;
using Lineage.Runs;

namespace Catalog.Web.Queries.Runs;

/// <summary>Tells what came of a replay: that it went through says nothing of whether its events passed.</summary>
internal static class ReplayWords
{
    /// <summary>The light of a replay that has ended or goes on: good only when every event passed.</summary>
    public static Status StatusOf(RunSummary run)
        => run.State == RunState.Completed && RefusedBy(run) > 0 ? Status.Late : RunWords.StatusOf(run);

    /// <summary>What came of a replay that has ended, as a sentence.</summary>
    public static string SentenceOf(RunSummary run)
    {
        var (passed, refused) = (run.Figures.GetValueOrDefault("accepted"), RefusedBy(run));
        return (run.State, passed, refused) switch
        {
            (not RunState.Completed, _, _) => $"Replay {RunWords.StateOf(run.State).ToLowerInvariant()}{(RunWords.OutcomeOf(run) is { Length: > 0 } outcome ? $": {outcome.TrimEnd('.')}." : ".")}",
            (_, 0, 0) => "No event was left to be replayed.",
            (_, _, 0) => passed == 1 ? "The event passed." : $"All {Numbers.Count(passed)} passed.",
            (_, 0, _) => refused == 1 ? "The event was refused again." : $"All {Numbers.Count(refused)} were refused again.",
            _ => $"{Numbers.Count(passed)} passed, {Numbers.Count(refused)} {(refused == 1 ? "was" : "were")} refused again.",
        };
    }

    private static long RefusedBy(RunSummary run) => run.Figures.GetValueOrDefault("quarantined");
}
