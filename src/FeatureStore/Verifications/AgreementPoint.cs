using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Verifications;

/// <summary>What one verification found for one view, in two numbers.</summary>
/// <param name="Verification">Id of the verification.</param>
/// <param name="View">The view version.</param>
/// <param name="At">When it was compared.</param>
/// <param name="Compared">Lookups compared.</param>
/// <param name="Differences">Lookups that differ.</param>
public sealed record AgreementPoint(Guid Verification, FeatureViewId View, Instant At, long Compared, long Differences);
