using Conformance.Proof;
using FeatureStore.Ports;

namespace FeatureStore.Tests.Verifications;

/// <summary>The fake that other tests rely on does what the port says.</summary>
public sealed class InMemoryVerificationStoreTests : VerificationStoreConformance
{
    protected override ValueTask<IVerificationStore> OpenAsync() => new(new InMemoryVerificationStore());
}
