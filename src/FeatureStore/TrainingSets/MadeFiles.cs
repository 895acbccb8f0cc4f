using FeatureStore.Model;
using FeatureStore.Ports;

namespace FeatureStore.TrainingSets;

/// <summary>What is known of the files of a training set once they are made.</summary>
internal sealed record MadeFiles
{
    /// <summary>Size of the entity frame.</summary>
    public required long FrameBytes { get; init; }

    /// <summary>Its SHA-256.</summary>
    public required string FrameSha256 { get; init; }

    /// <summary>SHA-256 of the offline files by path.</summary>
    public required IReadOnlyDictionary<string, string> Offline { get; init; }

    /// <summary>For each view the rows in its ranges.</summary>
    public required IReadOnlyList<long> HistoryRows { get; init; }

    /// <summary>For each view what joining it took; none where the engine does not tell.</summary>
    public required IReadOnlyList<TrainingJoinCost> Costs { get; init; }

    /// <summary>The columns with their figures.</summary>
    public required IReadOnlyList<ManifestColumn> Columns { get; init; }

    /// <summary>What the checks of the sources said.</summary>
    public required IReadOnlyList<ManifestCheck> Quality { get; init; }

    /// <summary>The file with all rows.</summary>
    public required ManifestResult Result { get; init; }

    /// <summary>The files of the parts.</summary>
    public required IReadOnlyList<ManifestSplit> Splits { get; init; }
}
