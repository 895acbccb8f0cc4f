using Conformance.Access;
using FeatureStore.Ports;

namespace FeatureStore.Tests.Access;

public sealed class InMemoryConsumerStoreTests : ConsumerStoreConformance
{
    protected override ValueTask<IConsumerStore> OpenAsync() => new(new InMemoryConsumerStore());
}
