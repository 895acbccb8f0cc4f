using Catalog.Web.Formatting;
using Catalog.Web.ViewModels;
using Ingestion.Model;

namespace Catalog.Web.Queries;

/// <summary>How many checks came out how.</summary>
/// <param name="Passing">No event breaks the rule, or too few to matter.</param>
/// <param name="Warning">Some events break the rule, or its severity is warning.</param>
/// <param name="Failing">Many events break the rule.</param>
/// <param name="Undecided">The rule could not be decided.</param>
/// <param name="Skipped">The rule does not apply, or nothing was there to be checked.</param>
public sealed record CheckCounts(int Passing, int Warning, int Failing, int Undecided, int Skipped)
{
    /// <summary>Checks that said something.</summary>
    public int Total => Passing + Warning + Failing + Undecided;

    /// <summary>The light of all of them together: the worst.</summary>
    public Status Status => (Failing + Undecided, Warning, Passing) switch
    {
        ( > 0, _, _) => Status.Failed,
        (_, > 0, _) => Status.Late,
        (_, _, > 0) => Status.Fresh,
        _ => Status.Unknown,
    };

    /// <summary>All in a few words, what is wrong first: <c>1 of 14 checks fails</c>, <c>2 of 14 checks warn</c>, <c>All 14 checks pass, 2 skipped</c>.</summary>
    public string Sentence => Skipped == 0 ? Judged : Total == 0 ? $"{Numbers.Count(Skipped, "check")} skipped" : $"{Judged}, {Numbers.Count(Skipped)} skipped";

    private string Judged => (Failing + Undecided, Warning, Total) switch
    {
        (_, _, 0) => "Not checked yet",
        (1, _, _) => $"1 of {Numbers.Count(Total, "check")} fails",
        ( > 1, _, _) => $"{Numbers.Count(Failing + Undecided)} of {Numbers.Count(Total, "check")} fail",
        (_, 1, _) => $"1 of {Numbers.Count(Total, "check")} warns",
        (_, > 1, _) => $"{Numbers.Count(Warning)} of {Numbers.Count(Total, "check")} warn",
        (_, _, 1) => "The only check passes",
        _ => $"All {Numbers.Count(Total, "check")} pass",
    };

    /// <summary>The worst in a few words: <c>1 check fails</c>; <c>14 checks pass</c> when all do.</summary>
    public string Short => Total == 0 ? "not checked" : Counted.Take(1).Select(WithNoun).First();

    /// <summary>The counts that are not zero in a sentence, worst first: <c>1 check fails, 2 warn</c>.</summary>
    public string Spoken => string.Join(", ", Counted.Take(1).Select(WithNoun).Concat(Parts.Skip(1)));

    /// <summary>The counts that are not zero below the word "checks", worst first: <c>1 fails</c>, <c>2 warn</c>.</summary>
    public IEnumerable<string> Parts => Counted.Select(static part => $"{Numbers.Count(part.Count)} {part.Word}");

    private IEnumerable<(int Count, string Word)> Counted => new (int Count, string Word)[]
    {
        (Failing, Failing == 1 ? "fails" : "fail"),
        (Undecided, "not decided"),
        (Warning, Warning == 1 ? "warns" : "warn"),
        (Passing, Passing == 1 ? "passes" : "pass"),
        (Skipped, "skipped"),
    }.Where(static part => part.Count > 0);

    public static CheckCounts Of(IEnumerable<CheckLine> lines) => Of(lines.Select(static line => line.Standing));

    public static CheckCounts Of(IEnumerable<CheckOutcome> outcomes)
    {
        var counts = outcomes.CountBy(static outcome => outcome).ToDictionary();
        return new CheckCounts(
            counts.GetValueOrDefault(CheckOutcome.Pass),
            counts.GetValueOrDefault(CheckOutcome.Warn),
            counts.GetValueOrDefault(CheckOutcome.Fail),
            counts.GetValueOrDefault(CheckOutcome.Error),
            counts.GetValueOrDefault(CheckOutcome.Skip));
    }

    /// <summary>One outcome in a word of a sentence.</summary>
    public static string WordOf(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Pass => "passes",
        CheckOutcome.Warn => "warns",
        CheckOutcome.Fail => "fails",
        CheckOutcome.Error => "not decided",
        _ => "skipped",
    };

    private static string WithNoun((int Count, string Word) part) => $"{Numbers.Count(part.Count, "check")} {part.Word}";

    /// <summary>The light of one outcome.</summary>
    public static Status StatusOf(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Pass => Status.Fresh,
        CheckOutcome.Warn => Status.Late,
        CheckOutcome.Fail or CheckOutcome.Error => Status.Failed,
        _ => Status.Unknown,
    };
}
