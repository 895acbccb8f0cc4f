namespace FeatureStore.Verifications;

/// <summary>When and how logged lookups are compared with the offline store, section <c>FeatureStore:Verification</c>.</summary>
public sealed class VerificationOptions
{
    /// <summary>Time between two scheduled comparisons; each takes the lookups logged since the one before, and none is made when there are none. Default 1 hour; 0 for never, up to 30 days.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Differing values that are kept of each view and comparison; all are counted. Default 100; from 1 to 10,000.</summary>
    public int DifferingRows { get; set; } = 100;

    /// <summary>How long results are kept. Default 400 days; from 1 to 3,650 days.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(400);
}
