using Catalog.Core.Values;

namespace Catalog.Persistence.FeatureStore;

/// <summary>The newest statistics of a view on one UTC day.</summary>
internal sealed class StatisticsEntity
{
    public required string View { get; init; }

    public required DateOnly Day { get; init; }

    public required Instant At { get; set; }

    /// <summary>What is looked at over many days, as JSON: small, so that a month is read at once.</summary>
    public required string Summary { get; set; }

    /// <summary>The whole statistics as JSON.</summary>
    public required string Body { get; set; }
}
