using Conformance.Statistics;
using FeatureStore.Ports;

namespace FeatureStore.Tests.Statistics;

public sealed class InMemoryStatisticsStoreTests : StatisticsStoreConformance
{
    protected override ValueTask<IStatisticsStore> OpenAsync() => new(new InMemoryStatisticsStore());
}
