namespace FeatureStore.Model;

/// <summary>How a training set that was built from the manifest of another compares with it.</summary>
public sealed record TrainingSetRebuild
{
    /// <summary>Name of the other.</summary>
    public required string Of { get; init; }

    /// <summary>Id of the other.</summary>
    public required Guid OfId { get; init; }

    /// <summary>Whether all files have the same bytes as those of the other.</summary>
    public required bool Identical { get; init; }

    /// <summary>SHA-256 that the file with all rows has in the manifest of the other.</summary>
    public required string ExpectedSha256 { get; init; }

    /// <summary>SHA-256 that it has now.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Names of the parts whose bytes differ.</summary>
    public IReadOnlyList<string> DifferentSplits { get; init; } = [];

    /// <summary>The files of the other's snapshot that are not there any more, or not as they were.</summary>
    public IReadOnlyList<RebuildFile> MissingFiles { get; init; } = [];

    /// <summary>What else is to be known, in sentences: what was read instead, and why bytes could differ.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>An offline file of a manifest that a rebuild could not read as it was.</summary>
/// <param name="View">Name of the view.</param>
/// <param name="Version">Its version.</param>
/// <param name="Path">Path relative to the offline root.</param>
/// <param name="Reason">What became of it.</param>
public sealed record RebuildFile(string View, int Version, string Path, RebuildFileReason Reason);

/// <summary>What became of an offline file.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(CamelCaseEnumJson<RebuildFileReason>))]
public enum RebuildFileReason
{
    /// <summary>Other files hold its rows now.</summary>
    Replaced,

    /// <summary>A file of its name is there, with other content.</summary>
    Changed,

    /// <summary>No file covers its part of the log any more.</summary>
    Gone,
}
