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

    internal AccessGrants(Consumer consumer) => (Consumer, _services) = (consumer, new HashSet<string>(consumer.FeatureServices, StringComparer.Ordinal));

    /// <summary>The consumer.</summary>
    public Consumer Consumer { get; }

    /// <exception cref="FeatureStoreException"><see cref="FeatureStoreErrorCode.AccessDenied"/>: it may not read all that is asked for.</exception>
    internal void Check(OnlineFeaturesRequest request, LookupPlan plan, IFeatureRegistry registry)
    {
        if (Consumer.ReadsEverything || _allowed.TryGetValue(plan, out _))
        {
            return;
        }

        if (request.FeatureService is { } service)
        {
            if (!_services.Contains(service))
            {
                throw AccessErrors.ServiceDenied(Consumer, service, registry);
            }
        }
        else
        {
            CheckReferences(request.Features, registry);
        }

        _allowed.AddOrUpdate(plan, null);
    }

    private void CheckReferences(IReadOnlyList<string> features, IFeatureRegistry registry)
    {
        var granted = new GrantedFeatures(Consumer.FeatureServices.Select(registry.FindService));
        var denied = features.Where(feature => !granted.Contain(feature)).ToList();
        if (denied.Count > 0)
        {
            throw AccessErrors.FeaturesDenied(Consumer, denied, registry);
        }
    }
}
