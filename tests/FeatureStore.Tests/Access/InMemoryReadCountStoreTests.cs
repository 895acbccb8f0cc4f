using Conformance.Access;
using FeatureStore.Ports;

namespace FeatureStore.Tests.Access;

public sealed class InMemoryReadCountStoreTests : ReadCountStoreConformance
{
    protected override ValueTask<(IConsumerStore Consumers, IReadCountStore Counts)> OpenAsync()
    {
        var consumers = new InMemoryConsumerStore();
        return new((consumers, new InMemoryReadCountStore(consumers)));
    }
}
