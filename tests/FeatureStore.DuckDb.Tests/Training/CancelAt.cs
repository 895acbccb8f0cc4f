using FeatureStore.Ports;

namespace FeatureStore.DuckDb.Tests.Training;

/// <summary>Stops a join as soon as it tells of a phase.</summary>
internal sealed class CancelAt(string phase, CancellationTokenSource source) : IProgress<TrainingJoinProgress>
{
    public void Report(TrainingJoinProgress value)
    {
        if (value.Phase == phase)
        {
            source.Cancel();
        }
    }
}
