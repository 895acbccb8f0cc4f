namespace Catalog.Client;

/// <summary>What a training set is to hold.</summary>
internal sealed record WireSpec(
    string Name,
    IReadOnlyList<string>? Features,
    string? FeatureService,
    string? TimestampColumn,
    bool FullFeatureNames,
    DateTimeOffset? AsKnownAt,
    bool AsKnownAtEntityTime,
    string Format,
    bool Overwrite,
    string RequestedBy,
    WireSplits? Splits,
    DatasetRange? Range,
    string? KeepFor);

/// <summary>How it is to be divided.</summary>
internal sealed record WireSplits(string Kind, IReadOnlyList<DatasetPart> Parts, IReadOnlyList<string> Keys, long Seed);

/// <summary>How it is to be rebuilt.</summary>
internal sealed record WireRebuild(string? Name, bool Overwrite, string RequestedBy);
