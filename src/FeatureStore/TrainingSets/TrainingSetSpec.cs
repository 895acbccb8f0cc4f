using System.Text.Json;
using System.Text.Json.Serialization;

namespace FeatureStore.TrainingSets;

/// <summary>What a training set is to hold, as JSON.</summary>
/// <param name="Name">Name to keep it under; absent: one is made.</param>
/// <param name="Features">Feature references such as <c>view:feature</c>.</param>
/// <param name="FeatureService">The feature service whose features are taken, in place of them.</param>
/// <param name="TimestampColumn">Column of the entity frame with the times; absent: <c>event_timestamp</c>.</param>
/// <param name="FullFeatureNames">Whether columns are named <c>view__feature</c>.</param>
/// <param name="AsKnownAt">Only what had arrived by then, such as <c>2026-11-20T12:00:00Z</c>.</param>
/// <param name="AsKnownAtEntityTime">Only what had arrived by the time of each row.</param>
/// <param name="Format"><c>parquet</c>, <c>csv</c> or <c>arrow</c>; what a reader gets who asks for none.</param>
/// <param name="Overwrite">Whether a complete one of that name is replaced.</param>
/// <param name="RequestedBy">Who asks.</param>
/// <param name="Rows">The entity rows where no file comes with it.</param>
/// <param name="Splits">How it is divided.</param>
/// <param name="Range">Takes rows of views instead of an entity frame.</param>
/// <param name="KeepFor">How long it is kept once it has ended, such as <c>1d</c>, by those who mean to remove it themselves and may be cut off before; absent: until somebody deletes it. A name then begins with <c>temporary-</c>.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TrainingSetSpec(
    string? Name,
    IReadOnlyList<string>? Features,
    string? FeatureService,
    string? TimestampColumn,
    bool FullFeatureNames,
    string? AsKnownAt,
    bool AsKnownAtEntityTime,
    string? Format,
    bool Overwrite,
    string? RequestedBy,
    JsonElement? Rows,
    TrainingSetSplitsSpec? Splits = null,
    TrainingSetRangeSpec? Range = null,
    string? KeepFor = null);

/// <summary>Where the rows come from without an entity frame, as JSON.</summary>
/// <param name="AsOf">All keys that have a row by this time.</param>
/// <param name="View">All rows of this view; absent, of the only one that the features are of.</param>
/// <param name="Start">From this event time on.</param>
/// <param name="End">Before this event time.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TrainingSetRangeSpec(string? AsOf = null, string? View = null, string? Start = null, string? End = null);

/// <summary>How a training set is to be divided, as JSON.</summary>
/// <param name="Kind"><c>time</c>, <c>ratio</c> or <c>key</c>.</param>
/// <param name="Parts">The parts.</param>
/// <param name="Keys">By key: columns of the entity frame.</param>
/// <param name="Seed">By ratio and by key.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TrainingSetSplitsSpec(string? Kind, IReadOnlyList<TrainingSetSplitSpec>? Parts, IReadOnlyList<string>? Keys = null, long Seed = 0);

/// <summary>One part of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ratio">By ratio and by key.</param>
/// <param name="Before">By time; absent in the last part.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TrainingSetSplitSpec(string? Name, double? Ratio = null, string? Before = null);
