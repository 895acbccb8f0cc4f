using Catalog.Core.Values;

namespace Catalog.Web.ViewModels;

/// <summary>One feature as a row of its view's table.</summary>
public sealed record FeatureRow
{
    public required string Name { get; init; }

    public required string Type { get; init; }

    /// <summary>What it means, in a sentence.</summary>
    public required string Meaning { get; init; }

    /// <summary>How an aggregate is computed; null for a newest value, and where <see cref="Meaning"/> says it.</summary>
    public string? Computed { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Event time of the newest value; null when there is none.</summary>
    public Instant? NewestEvent { get; init; }

    public Status Freshness { get; init; }

    /// <summary>Part of the keys in age without a value; null before the first statistics.</summary>
    public double? NullRate { get; init; }

    /// <summary>The same for each of the last 30 days, null where nothing is known.</summary>
    public IReadOnlyList<double?> NullRates { get; init; } = [];

    /// <summary>The shape of numbers; empty when the feature has none.</summary>
    public IReadOnlyList<Bin> Bins { get; init; } = [];

    /// <summary>The most frequent values with their part of all values; empty when the feature is shown by <see cref="Bins"/>.</summary>
    public IReadOnlyList<Share> Shares { get; init; } = [];

    /// <summary>How many of the shares stand for one value each; the last one may stand for all others.</summary>
    public int NamedShares { get; init; }

    /// <summary>Whether its values differ, as far as the statistics say.</summary>
    public bool Varies => Bins.Count > 1 || Shares.Count > 1;

    /// <summary>The shape in a sentence.</summary>
    public string Shape { get; init; } = "";

    /// <summary>Half of the numbers are not greater; null for what is no number.</summary>
    public string? P50 { get; init; }

    /// <summary>95 of 100 numbers are not greater; null for what is no number.</summary>
    public string? P95 { get; init; }

    /// <summary>Of what is no number the most frequent value; null when none is frequent.</summary>
    public Share? Top { get; init; }

    /// <summary>Of what is no number how many different values there are; null when one is frequent.</summary>
    public string? Distinct { get; init; }
}
