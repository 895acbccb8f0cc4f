namespace FeatureStore.Verifications;

/// <summary>How far a verification is.</summary>
public enum VerificationState
{
    /// <summary>Waits for its turn.</summary>
    Queued,

    /// <summary>Compares.</summary>
    Running,

    /// <summary>Has compared everything.</summary>
    Completed,

    /// <summary>Could not be carried out.</summary>
    Failed,

    /// <summary>Was stopped on request.</summary>
    Cancelled,
}
