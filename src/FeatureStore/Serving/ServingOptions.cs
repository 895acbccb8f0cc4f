namespace FeatureStore.Serving;

/// <summary>Limits of one lookup, section <c>FeatureStore:Serving</c>. A request beyond the sizes is refused with <c>too-large</c>.</summary>
public sealed class ServingOptions
{
    /// <summary>The most entity rows of one request. Default 10,000; from 1 to 1,000,000.</summary>
    public int MaxEntities { get; set; } = 10_000;

    /// <summary>The most features of one request. Default 2,000; from 1 to 100,000.</summary>
    public int MaxFeatures { get; set; } = 2_000;

    /// <summary>The most values, entity rows times features, of one request; bounds its memory at about 60 bytes a value. Default 2,000,000; from 1 to 100,000,000.</summary>
    public int MaxValues { get; set; } = 2_000_000;

    /// <summary>A lookup that takes as long as this is told as slow, with the reason. Default 100 milliseconds; up to 1 hour. Zero tells none.</summary>
    public TimeSpan SlowLookup { get; set; } = TimeSpan.FromMilliseconds(100);
}
