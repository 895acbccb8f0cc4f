using FeatureStore.Model;
using FeatureStore.Ports;

namespace Catalog.Web.Queries;

/// <summary>How many keys have a value online, as far as the online store says it in time: Redis goes through all its keys for it. Thread-safe.</summary>
public sealed class KeyNumbers(IOnlineStore online, TimeProvider clock) : IDisposable
{
    // Each goes through the whole store, so never two at once.
    private readonly PatientAnswers<long?> _counts = new(async (view, token) => await online.CountAsync(view, token), together: 1, clock);

    /// <summary>Keys by view; null where it is not known.</summary>
    public Task<IReadOnlyDictionary<string, long?>> CountAsync(IEnumerable<FeatureViewId> views, CancellationToken cancellationToken)
        => _counts.GetAllAsync(views.Select(static view => view.ToString()), cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _counts.Dispose();
}
