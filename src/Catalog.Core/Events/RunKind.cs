namespace Catalog.Core.Events;

/// <summary>What a run does.</summary>
public enum RunKind
{
    /// <summary>Reads a file or a push into the event log.</summary>
    Ingestion,

    /// <summary>Computes features from the event log and writes the online and offline stores.</summary>
    Materialization,

    /// <summary>Builds a training set.</summary>
    TrainingSet,

    /// <summary>Sends quarantined events through the checks again.</summary>
    Replay,

    /// <summary>Compares logged lookups with the offline store.</summary>
    Verification,

    /// <summary>Makes the events of a source out of those of another and features of views.</summary>
    Enrichment,

    /// <summary>Takes an entity out of the stores.</summary>
    Erasure,
}
