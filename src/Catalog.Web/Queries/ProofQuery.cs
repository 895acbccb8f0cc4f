using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Verifications;

namespace Catalog.Web.Queries;

/// <summary>Reads what comparisons of logged lookups found for a view. Thread-safe.</summary>
public sealed class ProofQuery(VerificationService verifications, TimeProvider clock)
{
    /// <summary>What is known of a view.</summary>
    public async Task<ViewProof> GetAsync(FeatureView view, CancellationToken cancellationToken) => new(
        view,
        await verifications.FindLatestAsync(view.Name, cancellationToken),
        await verifications.GetHistoryAsync(view.Name, HistorySeries.Days, cancellationToken),
        verifications.Recorded,
        Instant.Now(clock));
}
