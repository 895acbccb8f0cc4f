namespace FeatureStore.TrainingSets;

/// <summary>One thing wrong with a request for a training set.</summary>
/// <param name="Field">The part of the request that has to change.</param>
/// <param name="Error">What is wrong; the same that building it would throw.</param>
public sealed record TrainingSetFinding(TrainingSetField Field, FeatureStoreException Error);

/// <summary>The parts of a request for a training set.</summary>
public enum TrainingSetField
{
    /// <summary>Its name.</summary>
    Name,

    /// <summary>The features or the feature service.</summary>
    Features,

    /// <summary>The entity frame.</summary>
    Frame,

    /// <summary>Which column of the frame holds the time.</summary>
    TimestampColumn,
}
