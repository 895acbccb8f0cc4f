using System.Runtime.CompilerServices;
using FeatureStore.Ports;
using FeatureStore.Serving;

namespace FeatureStore.Access;

/// <summary>What a known consumer may read. Immutable; lives until consumers are read again. Thread-safe.</summary>
public sealed class AccessGrants
{
    private readonly HashSet<string> _services;

    // A plan stands for the same words over the same definitions, so that it is judged once. Plans that are not used any more take their entries with them.
    private readonly ConditionalWeakTable<LookupPlan, object?> _allowed = [];

    private readonly bool _isHeldTo;
    private readonly ReadCounts _counts;

    /// <param name="consumer">The consumer.</param>
    /// <param name="isHeldTo">Whether it is held to its grants; otherwise its lookups are only counted.</param>
    /// <param name="counts">Counts its lookups.</param>
    internal AccessGrants(Consumer consumer, bool isHeldTo, ReadCounts counts)
        => (Consumer, _isHeldTo, _counts, _services) = (consumer, isHeldTo, counts, new HashSet<string>(consumer.FeatureServices, StringComparer.Ordinal));

    /// <summary>The consumer.</summary>
    public Consumer Consumer { get; }

    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.AccessDenied"/>: it may not read all that is asked for.</exception>
    internal void Check(OnlineFeaturesRequest request, LookupPlan plan, IFeatureRegistry registry)
    {
        if (!_isHeldTo || Consumer.ReadsEverything || _allowed.TryGetValue(plan, out _))
        {
            return;
        }

        if (FindDenial(request, registry) is { } denial)
        {
            _counts.Refused(Consumer.Name, request.FeatureService);
            throw denial;
        }

        _allowed.AddOrUpdate(plan, null);
    }

    /// <summary>Counts a lookup that was answered.</summary>
    internal void Answered(OnlineFeaturesRequest request, int entities) => _counts.Answered(Consumer.Name, request.FeatureService, entities);

    private FeatureStoreException? FindDenial(OnlineFeaturesRequest request, IFeatureRegistry registry)
    {
        if (request.FeatureService is { } service)
        {
            return _services.Contains(service) ? null : AccessErrors.ServiceDenied(Consumer, service, registry);
        }

        var granted = new GrantedFeatures(Consumer.FeatureServices.Select(registry.FindService));
        var denied = request.Features.Where(feature => !granted.Contain(feature)).ToList();
        return denied.Count == 0 ? null : AccessErrors.FeaturesDenied(Consumer, denied, registry);
    }
}
