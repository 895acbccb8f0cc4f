namespace FeatureStore.TrainingSets;

/// <summary>Limits of training sets, section <c>FeatureStore:TrainingSets</c>.</summary>
public sealed class TrainingSetOptions
{
    /// <summary>The largest entity frame in bytes, as it is sent. Default 2 GiB; from 1 KiB to 1 TiB.</summary>
    public long MaxFrameBytes { get; set; } = 2L << 30;

    /// <summary>How many training sets are built at once; each takes memory of its own in the offline engine. Default 1; from 1 to 64.</summary>
    public int MaxConcurrent { get; set; } = 1;

    /// <summary>
    /// How long a training set is kept that was asked for without a name over Arrow Flight, from its end. Until then it can be fetched, also twice. Default 15 minutes; from 1 second to 30 days.
    /// </summary>
    public TimeSpan TemporaryFor { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How much of the joining of views may be lost when the process ends: a view that is joined is kept on disk once so much time has gone by since the last one was. Default 1 minute; up to 1 day.
    /// Zero keeps each.
    /// </summary>
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromMinutes(1);
}
