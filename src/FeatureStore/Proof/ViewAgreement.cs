using System.Globalization;
using Catalog.Core.Values;
using FeatureStore.Model;
using FeatureStore.Serving;

namespace FeatureStore.Proof;

/// <summary>What a verification found for one view version: do the values served and those of the offline store agree, bit for bit?</summary>
public sealed record ViewAgreement
{
    /// <summary>The view version.</summary>
    public required FeatureViewId View { get; init; }

    /// <summary>When it was compared.</summary>
    public required Instant At { get; init; }

    /// <summary>Whether it is an on-demand view, whose features were computed again from the inputs logged with them.</summary>
    public bool IsComputed { get; init; }

    /// <summary>Logged lookups compared.</summary>
    public required long Compared { get; init; }

    /// <summary>How many of them differ in any feature.</summary>
    public required long Differences { get; init; }

    /// <summary>Different keys among them.</summary>
    public required long Keys { get; init; }

    /// <summary>Offline files that the view had.</summary>
    public required int Files { get; init; }

    /// <summary>Number of its set of files.</summary>
    public required long Snapshot { get; init; }

    /// <summary>Moment of the earliest lookup compared; null when none was.</summary>
    public Instant? FirstLookup { get; init; }

    /// <summary>Moment of the latest.</summary>
    public Instant? LastLookup { get; init; }

    /// <summary>The features that were asked for, in the order of the view.</summary>
    public required IReadOnlyList<FeatureAgreement> Features { get; init; }

    /// <summary>Values that differ, as many as are kept.</summary>
    public IReadOnlyList<DifferingValue> Rows { get; init; } = [];

    /// <summary>Logged lookups that could not be compared, by reason (<see cref="NotComparedReason"/>); empty when all could.</summary>
    public IReadOnlyDictionary<string, long> NotCompared { get; init; } = new Dictionary<string, long>();

    /// <summary>Values compared: of each lookup those of the features asked for.</summary>
    public long Values => Features.Sum(static feature => feature.Compared);

    /// <summary>Values that differ.</summary>
    public long DifferingValues => Features.Sum(static feature => feature.Differences);
}

/// <summary>What was found for one feature.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Compared">Values compared.</param>
/// <param name="Differences">Values that differ.</param>
public sealed record FeatureAgreement(string Name, long Compared, long Differences);

/// <summary>A value that differs. Values are written as people read them; that two look the same does not say that their bits are.</summary>
/// <param name="Lookup">Number of the logged lookup.</param>
/// <param name="Service">The service that was asked for; null when features were named.</param>
/// <param name="Key">The key, as <c>customer_id=17850</c>.</param>
/// <param name="At">The moment that the lookup was answered for.</param>
/// <param name="Sequence">The last sequence that it can have known of.</param>
/// <param name="Feature">The feature.</param>
/// <param name="Served">What was served.</param>
/// <param name="Recomputed">What the offline store gives.</param>
public sealed record DifferingValue(long Lookup, string? Service, string Key, Instant At, long Sequence, string Feature, ComparedValue Served, ComparedValue Recomputed);

/// <summary>One side of a difference.</summary>
/// <param name="Status">Its status, as <c>PRESENT</c>.</param>
/// <param name="EventTime">Its event time; null where nothing was found.</param>
/// <param name="Value">Its value; null where there is none.</param>
/// <param name="Bits">The bits of a floating-point number in hexadecimal digits; null for other values.</param>
public sealed record ComparedValue(string Status, Instant? EventTime, string? Value, string? Bits)
{
    internal static ComparedValue Of(in ServedValue value) => new(
        value.Status.ToWireName(),
        value.Status == FieldStatus.NotFound ? null : value.EventTime,
        value.Value.IsNull ? null : value.Value.ToString(),
        value.Value.Type switch
        {
            { IsList: false, Element: ScalarType.Double } => value.Value.Bits64.ToString("x16", CultureInfo.InvariantCulture),
            { IsList: false, Element: ScalarType.Float } => value.Value.Bits32.ToString("x8", CultureInfo.InvariantCulture),
            _ => null,
        });
}
