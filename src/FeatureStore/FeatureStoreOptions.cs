using FeatureStore.Access;
using FeatureStore.Compaction;
using FeatureStore.Proof;
using FeatureStore.Serving;
using FeatureStore.Statistics;
using FeatureStore.TrainingSets;
using FeatureStore.Verifications;

namespace FeatureStore;

/// <summary>Settings of the feature store, section <c>FeatureStore</c>.</summary>
public sealed class FeatureStoreOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "FeatureStore";

    /// <summary>Configuration key of the folder that holds the product's files.</summary>
    public const string DataDirectoryKey = "Catalog:DataDirectory";

    /// <summary>
    /// Folder for the files of the embedded stores: <c>online</c>, <c>lookup-log</c> and <c>training-sets</c> are made below it. Taken from <c>Catalog:DataDirectory</c>
    /// unless set. Required.
    /// </summary>
    public string DataDirectory { get; set; } = string.Empty;

    /// <summary>The online store.</summary>
    public OnlineStoreOptions OnlineStore { get; set; } = new();

    /// <summary>Where offline files are.</summary>
    public OfflineStoreOptions Offline { get; set; } = new();

    /// <summary>When and how offline files are compacted.</summary>
    public CompactionOptions Compaction { get; set; } = new();

    /// <summary>Limits of one lookup.</summary>
    public ServingOptions Serving { get; set; } = new();

    /// <summary>Who may look features up.</summary>
    public AccessOptions Access { get; set; } = new();

    /// <summary>Limits of training sets.</summary>
    public TrainingSetOptions TrainingSets { get; set; } = new();

    /// <summary>When and how statistics are computed.</summary>
    public StatisticsOptions Statistics { get; set; } = new();

    /// <summary>Which lookups are logged.</summary>
    public LookupLogOptions LookupLog { get; set; } = new();

    /// <summary>How logged lookups are compared with the offline store.</summary>
    public VerificationOptions Verification { get; set; } = new();

    /// <summary>
    /// How many log sequences one offline file covers. More makes fewer, larger files and holds that many rows of each view and partition in
    /// memory while it is filled. Default 65,536; from 1 to 16,777,216. A change applies to files written from then on.
    /// </summary>
    public long ChunkSequences { get; set; } = 65_536;

    /// <summary>
    /// How long a replaced offline file stays for readers of an older snapshot, and how old an unrecorded file must be to be taken for the leavings of a
    /// crash. Must exceed the longest training join of other processes. Default 1 hour; from 0 to 30 days.
    /// </summary>
    public TimeSpan ReplacedFileGrace { get; set; } = TimeSpan.FromHours(1);
}
