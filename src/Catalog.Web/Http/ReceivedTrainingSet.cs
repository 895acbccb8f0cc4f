using FeatureStore.TrainingSets;

namespace Catalog.Web.Http;

/// <summary>A request for a training set with its entity frame, if there is one; dispose it when the training set has been made, or was refused.</summary>
internal sealed record ReceivedTrainingSet(TrainingSetRequest Request, SpooledFrame? Frame) : IDisposable
{
    public void Dispose() => Frame?.Dispose();
}
