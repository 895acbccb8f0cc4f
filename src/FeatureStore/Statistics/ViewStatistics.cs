using Catalog.Core.Values;
using FeatureStore.Model;

namespace FeatureStore.Statistics;

/// <summary>What the online store served of one view version at one moment.</summary>
public sealed record ViewStatistics
{
    /// <summary>The view version.</summary>
    public required FeatureViewId View { get; init; }

    /// <summary>The moment that values were read for: ages are counted back from it.</summary>
    public required Instant At { get; init; }

    /// <summary>How long the reading took.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>Number of the view's offline file set when the reading began. As long as it is the same, no event has been written since.</summary>
    public required long Snapshot { get; init; }

    /// <summary>Entity keys with a row.</summary>
    public required long Keys { get; init; }

    /// <summary>Keys whose newest row is within the max age; all of them when the view has none. Statistics of features are about these.</summary>
    public required long InAge { get; init; }

    /// <summary>Newest event time of all rows, also of those that are too old; null without rows.</summary>
    public Instant? NewestEvent { get; init; }

    /// <summary>One entry per feature in the view's order.</summary>
    public required IReadOnlyList<FeatureStatistics> Features { get; init; }

    /// <summary>Keys whose newest row is older than the max age.</summary>
    public long Older => Keys - InAge;

    /// <summary>The UTC day that the statistics stand for.</summary>
    public DateOnly Day => DateOnly.FromDateTime(At.ToDateTime());
}
