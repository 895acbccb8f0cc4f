using Catalog.Core.Values;
using Catalog.Web.Formatting;
using FeatureStore.Proof;
using FeatureStore.Verifications;

namespace Catalog.Web.Queries;

/// <summary>How far trained equals served, of one view or several.</summary>
/// <param name="Latest">What was found last for each view that was compared.</param>
/// <param name="History">What was found in the last 30 days, oldest first.</param>
/// <param name="Recorded">What this process logs.</param>
/// <param name="Now">Now.</param>
public sealed record ProofSummary(IReadOnlyList<ViewAgreement> Latest, IReadOnlyList<AgreementPoint> History, LookupRecorderCounts Recorded, Instant Now)
{
    /// <summary>Of no view.</summary>
    public static readonly ProofSummary Empty = new([], [], new LookupRecorderCounts(0, 0, 0, 0, null), default);

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

    /// <summary>The newest comparison of the last 30 days that found a difference; null when none did.</summary>
    public AgreementPoint? LastDifference => History.LastOrDefault(static point => point.Differences > 0);

    /// <summary>What the values were compared with, in words.</summary>
    public string TrainedOf => Latest switch
    {
        [{ IsComputed: false } view] => $"{Numbers.Count(view.Files, "Parquet file")}, snapshot {Numbers.Count(view.Snapshot)}",
        [_] => "computed from the inputs logged",
        _ => $"{Numbers.Count(Latest.Sum(static view => view.Features.Count), "feature")}, {Numbers.Count(Latest.Count, "view")}",
    };

    /// <summary>What was compared, in words.</summary>
    public string ServedOf => Latest is [var only]
        ? $"{Numbers.Count(Compared, "lookup")} of {Numbers.Count(only.Keys, "key")}"
        : Numbers.Count(Compared, "lookup");
}
