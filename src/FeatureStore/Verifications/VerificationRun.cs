using Catalog.Core.Events;

namespace FeatureStore.Verifications;

/// <summary>
/// How a verification presents itself in the journal. It names no dataset: the views that it compares would show the comparison as one of their readers, and as something that a change of them
/// breaks.
/// </summary>
internal static class VerificationRun
{
    internal static RunStart Start(Verification verification) => new()
    {
        RunId = verification.Id,
        Kind = RunKind.Verification,
        Job = "verify.lookups",
        Domain = DatasetRef.Own,
        ProgressUnit = "lookups",
        Title = TitleOf(verification),
    };

    internal static RunOutcome Outcome(Verification verification)
    {
        var figures = new Dictionary<string, long>
        {
            ["compared"] = verification.Compared, ["differences"] = verification.Differences, ["values"] = verification.Values, ["notCompared"] = verification.NotCompared.Values.Sum(),
        };
        return new RunOutcome { Figures = figures };
    }

    private static string TitleOf(Verification verification) => verification.IsScheduled ? "scheduled"
        : verification.Request.Views.Count > 0 ? string.Join(", ", verification.Request.Views)
        : verification.Request.Service ?? "all views";
}
