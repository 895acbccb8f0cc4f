using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Proof;
using FeatureStore.Verifications;

namespace Catalog.Web.Queries;

/// <summary>How far what was served agrees with what is trained, for the page of a view.</summary>
/// <param name="View">The view in force.</param>
/// <param name="Latest">What was found last; null when nothing was compared yet.</param>
/// <param name="History">What was found in the last 30 days, oldest first.</param>
/// <param name="Recorded">What this process logs.</param>
/// <param name="At">Now.</param>
public sealed record ViewProof(FeatureView View, ViewAgreement? Latest, IReadOnlyList<AgreementPoint> History, LookupRecorderCounts Recorded, Instant At)
{
    /// <summary>Whether the newest comparison found a difference.</summary>
    public bool Differs => Latest is { Differences: > 0 };

    /// <summary>The newest comparison of the last 30 days that found a difference; null when none did.</summary>
    public AgreementPoint? LastDifference => History.LastOrDefault(static point => point.Differences > 0);
}
