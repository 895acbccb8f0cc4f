namespace FeatureStore.TrainingSets;

/// <summary>One thing wrong with a request for a training set.</summary>
/// <param name="Field">The part of the request that has to change.</param>
/// <param name="Error">What is wrong; the same that building it would throw.</param>
/// <param name="MissingColumn">The column that the entity frame lacks; null when it is about something else.</param>
public sealed record TrainingSetFinding(TrainingSetField Field, FeatureStoreException Error, string? MissingColumn = null);

/// <summary>The parts of a request for a training set.</summary>
public enum TrainingSetField
{
    /// <summary>Its name.</summary>
    Name,

    /// <summary>The features or the feature service.</summary>
    Features,

    /// <summary>The entity frame.</summary>
    Frame,

    /// <summary>Where the rows come from without an entity frame.</summary>
    Range,

    /// <summary>Which column of the frame holds the time.</summary>
    TimestampColumn,

    /// <summary>How the rows are divided.</summary>
    Splits,
}
