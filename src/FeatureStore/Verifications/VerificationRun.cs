using Catalog.Core.Events;
using FeatureStore.Proof;

namespace FeatureStore.Verifications;

/// <summary>How a verification presents itself in the journal: it reads the views that it compared. It writes no dataset, so it draws no edge of lineage.</summary>
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

    internal static RunOutcome Outcome(Verification verification, IEnumerable<ViewAgreement> agreements)
    {
        var figures = new Dictionary<string, long>
        {
            ["compared"] = verification.Compared, ["differences"] = verification.Differences, ["values"] = verification.Values, ["notCompared"] = verification.NotCompared.Values.Sum(),
        };
        return new RunOutcome
        {
            Figures = figures,
            Inputs = [.. agreements.Where(static agreement => agreement.Compared > 0).GroupBy(static agreement => agreement.View.Name).Select(InputOf)],
        };
    }

    private static DatasetRef InputOf(IGrouping<string, ViewAgreement> view)
        => (view.First().IsComputed ? DatasetRef.OnDemandView(view.Key) : DatasetRef.View(view.Key)) with { RowCount = view.Sum(static agreement => agreement.Compared) };

    private static string TitleOf(Verification verification) => verification.IsScheduled ? "scheduled"
        : verification.Request.Views.Count > 0 ? string.Join(", ", verification.Request.Views)
        : verification.Request.Service ?? "all views";
}
