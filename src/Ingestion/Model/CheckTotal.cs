using Catalog.Core.Values;

namespace Ingestion.Model;

/// <summary>What one rule said in several runs together, so that a run of few events weighs little.</summary>
/// <param name="Source">The source.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Outcome">The worst outcome of a run; <see cref="CheckJudge"/> makes of it what the rule counts as.</param>
/// <param name="Checked">Events that were checked.</param>
/// <param name="Violations">Events that break the rule.</param>
/// <param name="Measured">For a rule over many events, the mean of what was measured, weighed by the events of each run; null otherwise.</param>
/// <param name="Largest">Events of the largest run.</param>
/// <param name="Runs">Runs that said something.</param>
public sealed record CheckTotal(string Source, string Rule, CheckOutcome Outcome, long Checked, long Violations, double? Measured, long Largest, int Runs)
{
    /// <summary>The part of the events that breaks the rule, 0 to 1; 0 of no events.</summary>
    public double Share => (double)Violations / Math.Max(1, Checked);

    /// <summary>Sums what runs said about one rule.</summary>
    /// <param name="results">Results of one rule of one source, at least one; those that say nothing are passed over.</param>
    /// <returns>When none says anything, the sums of all of them, as <see cref="CheckOutcome.Skip"/> of no run.</returns>
    public static CheckTotal Of(IEnumerable<CheckResult> results)
    {
        var all = results.ToList();
        var said = all.Where(static result => result.Outcome != CheckOutcome.Skip && result.Checked > 0).ToList();
        if (said.Count == 0)
        {
            return new CheckTotal(
                all[0].Source, all[0].Rule, CheckOutcome.Skip, all.Sum(static result => result.Checked), all.Sum(static result => result.Violations), null, all.Max(static result => result.Checked), 0);
        }

        var measured = said.Where(static result => result.Measured is not null).ToList();
        return new CheckTotal(
            said[0].Source,
            said[0].Rule,
            said.Max(static result => result.Outcome),
            said.Sum(static result => result.Checked),
            said.Sum(static result => result.Violations),
            measured.Count == 0 ? null : measured.Sum(static result => result.Measured!.Value * result.Checked) / measured.Sum(static result => result.Checked), // Not null, as just chosen.
            said.Max(static result => result.Checked),
            said.Count);
    }

    /// <summary>Which runs count: all that ended lately, and before them the newest, until enough events were checked.</summary>
    /// <param name="runs">When each run of one source ended, and how many events it checked; in any order.</param>
    /// <param name="events">Events that are enough.</param>
    /// <param name="lately">Runs that ended then or later count in any case.</param>
    /// <returns>The end of the earliest run that counts; the least instant when there is no run.</returns>
    public static Instant SinceOf(IEnumerable<(Instant At, long Checked)> runs, long events, Instant lately)
    {
        var (since, seen) = (default(Instant), 0L);
        foreach (var run in runs.OrderByDescending(static run => run.At))
        {
            if (seen >= events && run.At < lately)
            {
                break;
            }

            (since, seen) = (run.At, seen + run.Checked);
        }

        return since;
    }
}
