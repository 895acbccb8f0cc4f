using System.Text.Json;
using System.Text.Json.Serialization;

namespace Catalog.Web.Http;

/// <summary>What a training set is to hold, as JSON. <c>Rows</c> are the entity rows where no file comes with it; <c>Range</c> takes rows of views instead.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TrainingSetSpec(
    string? Name,
    string[]? Features,
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
    TrainingSetRangeSpec? Range = null);

/// <summary>Where the rows come from without an entity frame, as JSON.</summary>
/// <param name="AsOf">All keys that have a row by this time.</param>
/// <param name="View">All rows of this view; absent, of the only one that the features are of.</param>
/// <param name="Start">From this event time on.</param>
/// <param name="End">Before this event time.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TrainingSetRangeSpec(string? AsOf = null, string? View = null, string? Start = null, string? End = null);

/// <summary>How a training set is to be divided, as JSON.</summary>
/// <param name="Kind"><c>time</c>, <c>ratio</c> or <c>key</c>.</param>
/// <param name="Parts">The parts.</param>
/// <param name="Keys">By key: columns of the entity frame.</param>
/// <param name="Seed">By ratio and by key.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TrainingSetSplitsSpec(string? Kind, IReadOnlyList<TrainingSetSplitSpec>? Parts, IReadOnlyList<string>? Keys = null, long Seed = 0);

/// <summary>One part of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ratio">By ratio and by key.</param>
/// <param name="Before">By time; absent in the last part.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TrainingSetSplitSpec(string? Name, double? Ratio = null, string? Before = null);
