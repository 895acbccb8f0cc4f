using System.Text.Json;
using System.Text.Json.Serialization;

namespace Catalog.Web.Http;

/// <summary>What a training set is to hold, as JSON. <c>Rows</c> are the entity rows where no file comes with it.</summary>
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
    JsonElement? Rows);
