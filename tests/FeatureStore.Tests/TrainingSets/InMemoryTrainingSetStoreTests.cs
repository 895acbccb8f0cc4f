using Conformance.TrainingSets;
using FeatureStore.Ports;

namespace FeatureStore.Tests.TrainingSets;

/// <summary>The store that other tests lean on keeps the contract too.</summary>
public sealed class InMemoryTrainingSetStoreTests : TrainingSetStoreConformance
{
    protected override ValueTask<ITrainingSetStore> OpenAsync() => new(new InMemoryTrainingSetStore());
}
