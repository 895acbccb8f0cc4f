namespace FeatureStore.Erasures;

/// <summary>How far an erasure is.</summary>
public enum ErasureState
{
    /// <summary>Waits for its turn. Events of the entity are kept out already.</summary>
    Queued,

    /// <summary>Takes what there is out of the stores.</summary>
    Running,

    /// <summary>Has gone through everything.</summary>
    Completed,

    /// <summary>Could not be carried out to its end. Events of the entity are kept out all the same.</summary>
    Failed,
}
