using Catalog.Core.Values;
using Catalog.Web.Formatting;
using FeatureStore.Proof;
using FeatureStore.Verifications;

namespace Catalog.Web.Queries;

/// <summary>How far trained equals served, of one view or several.</summary>
/// <param name="Latest">What was found last for each view that was compared, one entry for each version that was compared then, the newest first.</param>
/// <param name="Days">What was found on each of the last 30 days with a comparison.</param>
/// <param name="LastDifference">The newest comparison of the last 30 days that found a difference; null when none did.</param>
/// <param name="Recorded">What this process logs.</param>
/// <param name="Now">Now.</param>
public sealed record ProofSummary(IReadOnlyList<ViewAgreement> Latest, IReadOnlyList<AgreementDay> Days, AgreementPoint? LastDifference, LookupRecorderCounts Recorded, Instant Now)
{
    /// <summary>Of no view.</summary>
    public static readonly ProofSummary Empty = new([], [], null, new LookupRecorderCounts(0, 0, 0, 0, null), default);

    /// <summary>Lookups compared.</summary>
    public long Compared => Latest.Sum(static view => view.Compared);

    /// <summary>Lookups that differ.</summary>
    public long Differences => Latest.Sum(static view => view.Differences);

    /// <summary>Values compared.</summary>
    public long Values => Latest.Sum(static view => view.Values);

    /// <summary>Values that differ.</summary>
    public long DifferingValues => Latest.Sum(static view => view.DifferingValues);

    /// <summary>Whether a newest comparison found a difference.</summary>
    public bool Differs => Differences > 0;

    /// <summary>When the newest comparison was made; null when there is none.</summary>
    public Instant? At => Latest.Count == 0 ? null : Latest.Max(static view => view.At);

    /// <summary>Which versions are counted, where that is not plain: several, or of one view; null otherwise.</summary>
    public string? Versions => Latest.Select(static view => view.View.Name).Distinct().Count() switch
    {
        0 => null,
        1 => $"Counts {ProofWords.VersionsOf(Latest.Select(static view => view.View.Version))}.",
        var views when views < Latest.Count => $"Counts {Numbers.Count(Latest.Count, "version")} of {Numbers.Count(views, "view")}: all that were compared together.",
        _ => null,
    };

    /// <summary>What the values were compared with, in words.</summary>
    public string TrainedOf => Latest switch
    {
        [{ IsComputed: false } view] => $"{Numbers.Count(view.Files, "Parquet file")}, snapshot {Numbers.Count(view.Snapshot)}",
        [_] => "computed from the inputs logged",
        _ when Latest.Select(static view => view.View.Name).Distinct().Count() is var views && views > 1
            => $"{Numbers.Count(Latest.SelectMany(static view => view.Features.Select(feature => (view.View.Name, feature.Name))).Distinct().Count(), "feature")}, {Numbers.Count(views, "view")}",
        _ when Latest.Any(static view => view.IsComputed) => "computed from the inputs logged",
        _ => Numbers.Count(Latest.Sum(static view => view.Files), "Parquet file"),
    };

    /// <summary>What was compared, in words.</summary>
    public string ServedOf => Latest is [var only]
        ? $"{Numbers.Count(Compared, "lookup")} of {Numbers.Count(only.Keys, "key")}"
        : Numbers.Count(Compared, "lookup");
}
