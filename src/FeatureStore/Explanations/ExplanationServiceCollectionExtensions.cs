using FeatureStore.Ports;
using FeatureStore.Selection;
using FeatureStore.StreamJoins;
using FeatureStore.Verifications;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FeatureStore.Explanations;

internal static class ExplanationServiceCollectionExtensions
{
    internal static void AddExplanations(this IServiceCollection services) => services.TryAddSingleton(static provider => new ExplanationService(
        provider.GetRequiredService<ServedVersions>(),
        provider.GetRequiredService<VerificationSources>(),
        provider.GetRequiredService<IKeyHistory>(),
        new JoinExplainer(
            provider.GetRequiredService<ServedVersions>(), provider.GetRequiredService<VerificationSources>(), provider.GetRequiredService<PastJoin>(), provider.GetService<IEventJoins>()),
        new ServedReader(provider.GetRequiredService<IOnlineStore>(), provider.GetRequiredService<ServedVersions>()),
        provider.GetRequiredService<TimeProvider>()));
}
