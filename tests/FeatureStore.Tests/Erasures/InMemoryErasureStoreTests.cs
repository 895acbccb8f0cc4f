using Conformance.Erasures;
using FeatureStore.Ports;

namespace FeatureStore.Tests.Erasures;

public sealed class InMemoryErasureStoreTests : ErasureStoreConformance
{
    protected override ValueTask<IErasureStore> OpenAsync() => new(new InMemoryErasureStore());
}
