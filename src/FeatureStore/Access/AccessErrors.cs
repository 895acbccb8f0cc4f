using Catalog.Core.Text;
using FeatureStore.Ports;

namespace FeatureStore.Access;

/// <summary>Makes the refusals of keys and grants. None tells a key.</summary>
internal static class AccessErrors
{
    private const int MostTold = 10;

    internal static FeatureStoreException KeyRequired() => new(
        FeatureStoreErrorCode.KeyRequired,
        $"A lookup needs the key of a consumer here: send it as 'Authorization: Bearer {KeyText.Start}...' or '{CallerKey.ApiKey}'. Keys are made at /api/v1/consumers.");

    internal static FeatureStoreException KeyUnknown() => new(
        FeatureStoreErrorCode.KeyNotAccepted, "The key that was sent is none of a consumer of this catalogue. Keys are made at /api/v1/consumers.");

    internal static FeatureStoreException KeyEnded(ConsumerKey key, string how) => new(
        FeatureStoreErrorCode.KeyNotAccepted, $"The key '{key.Prefix}...' of consumer '{key.Consumer}' {how}. Make another at /api/v1/consumers/{key.Consumer}/keys.");

    internal static FeatureStoreException ServiceDenied(Consumer consumer, string service, IFeatureRegistry registry)
    {
        var owner = registry.FindService(service)?.Owner;
        var ask = owner is null ? string.Empty : $" Ask '{owner}', who owns it.";
        return Denied($"Consumer '{consumer.Name}' may not read feature service '{service}'. {MayRead(consumer)}{ask} {HowToGrant(consumer)}");
    }

    internal static FeatureStoreException FeaturesDenied(Consumer consumer, List<string> references, IFeatureRegistry registry)
    {
        var having = registry.Services.Where(service => new GrantedFeatures(service).Contain(references[0])).Take(MostTold).Select(static service => $"'{service.Name}' of '{service.Owner}'").ToList();
        var where = having.Count == 0 ? $"No feature service has '{references[0]}'." : $"'{references[0]}' is in {string.Join(", ", having)}.";
        return Denied($"Consumer '{consumer.Name}' may not read {NameList.Of(references)}: no feature service that it may read has them. {MayRead(consumer)} {where} {HowToGrant(consumer)}");
    }

    internal static FeatureStoreException AdminKeyMissing(bool isSet) => isSet
        ? new(FeatureStoreErrorCode.KeyRequired, $"Consumers are changed with the key of '{FeatureStoreOptions.Section}:Access:AdminKey': send it as 'Authorization: Bearer ...' or '{CallerKey.ApiKey}'.")
        : Denied($"Nobody may change consumers here, since lookups need keys and '{FeatureStoreOptions.Section}:Access:AdminKey' is not set. Set it and restart.");

    internal static FeatureStoreException AdminKeyWrong() => new(
        FeatureStoreErrorCode.KeyNotAccepted, $"The key that was sent is not that of '{FeatureStoreOptions.Section}:Access:AdminKey', which changes consumers.");

    private static FeatureStoreException Denied(string message) => new(FeatureStoreErrorCode.AccessDenied, message);

    private static string MayRead(Consumer consumer) => consumer.FeatureServices.Count == 0
        ? "It may read nothing yet."
        : $"It may read {string.Join(", ", consumer.FeatureServices.Take(MostTold).Select(static service => $"'{service}'"))}{(consumer.FeatureServices.Count > MostTold ? " and others" : string.Empty)}.";

    private static string HowToGrant(Consumer consumer) => $"An administrator grants it at /api/v1/consumers/{consumer.Name}.";
}
