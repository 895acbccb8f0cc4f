using System.Text.Json;
using System.Text.Json.Serialization;

namespace Catalog.Client;

/// <summary>A page of training sets.</summary>
internal sealed record WireDatasets(IReadOnlyList<DatasetRecord> Items, Guid? Next);

/// <summary>The first rows of a training set.</summary>
internal sealed record WirePreview(IReadOnlyList<DatasetColumn> Columns, IReadOnlyList<JsonElement[]> Rows, long TotalRows);

/// <summary>A run, as far as it is looked at.</summary>
internal sealed record WireRun(WireRunState Run);

/// <summary>How far a run is.</summary>
internal sealed record WireRunState(WireRunProgress? Progress);

/// <summary>What a run counts.</summary>
internal sealed record WireRunProgress(long Done, long? Total, string? Unit, double? RemainingSeconds);

/// <summary>What became of pushed events.</summary>
internal sealed record WirePush(
    Guid? RunId, long Read, long Accepted, long Quarantined, bool Duplicate, IReadOnlyDictionary<string, long>? ByRule, IReadOnlyDictionary<string, long>? Warnings);

/// <summary>The newest values of features, in Feast's shape.</summary>
internal sealed record WireOnline(WireOnlineMetadata Metadata, IReadOnlyList<WireOnlineColumn> Results);

/// <summary>The names of the columns, and since when changes may be missing.</summary>
internal sealed record WireOnlineMetadata(
    [property: JsonPropertyName("feature_names")] IReadOnlyList<string> FeatureNames, [property: JsonPropertyName("stale_as_of")] DateTimeOffset? StaleAsOf);

/// <summary>One column of it.</summary>
internal sealed record WireOnlineColumn(
    JsonElement[] Values, IReadOnlyList<string> Statuses, [property: JsonPropertyName("event_timestamps")] IReadOnlyList<DateTimeOffset> EventTimestamps);
