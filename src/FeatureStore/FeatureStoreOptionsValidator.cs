using FeatureStore.Access;
using Microsoft.Extensions.Options;

namespace FeatureStore;

/// <summary>Checks all settings of the feature store and reports everything that is wrong at once.</summary>
internal sealed class FeatureStoreOptionsValidator : IValidateOptions<FeatureStoreOptions>
{
    public ValidateOptionsResult Validate(string? name, FeatureStoreOptions options)
    {
        var failures = new List<string>();
        if (string.IsNullOrWhiteSpace(options.DataDirectory))
        {
            failures.Add($"{FeatureStoreOptions.Section}:DataDirectory is empty and so is {FeatureStoreOptions.DataDirectoryKey}; set one of them to a folder.");
        }

        if (!Enum.IsDefined(options.OnlineStore.Kind))
        {
            failures.Add($"{FeatureStoreOptions.Section}:OnlineStore:Kind is '{options.OnlineStore.Kind}'; legal values are Embedded, Redis and FeastRedis.");
        }

        if (!Enum.IsDefined(options.OnlineStore.WhenAway))
        {
            failures.Add($"{FeatureStoreOptions.Section}:OnlineStore:WhenAway is '{options.OnlineStore.WhenAway}'; legal values are Fail and Stale.");
        }

        Check(failures, "OnlineStore:MaxStaleBytes", options.OnlineStore.MaxStaleBytes, 1 << 20, 64L << 30);
        Check(failures, "OnlineStore:MaxStaleAge", options.OnlineStore.MaxStaleAge, TimeSpan.FromSeconds(1), TimeSpan.FromDays(30));
        Check(failures, "OnlineStore:SegmentBytes", options.OnlineStore.SegmentBytes, 64 << 10, 1 << 30);
        Check(failures, "OnlineStore:RowCacheBytes", options.OnlineStore.RowCacheBytes, 0, 64L << 30);
        if (options.Offline.Retention != TimeSpan.Zero)
        {
            Check(failures, "Offline:Retention", options.Offline.Retention, TimeSpan.FromHours(1), TimeSpan.FromDays(36_500));
        }

        Check(failures, "Compaction:FilesPerMerge", options.Compaction.FilesPerMerge, 2, 256);
        Check(failures, "Compaction:MaxRows", options.Compaction.MaxRows, 1_000, 1_000_000_000);
        Check(failures, "Compaction:Interval", options.Compaction.Interval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check(failures, "Serving:MaxEntities", options.Serving.MaxEntities, 1, 1_000_000);
        Check(failures, "Serving:MaxFeatures", options.Serving.MaxFeatures, 1, 100_000);
        Check(failures, "Serving:MaxValues", options.Serving.MaxValues, 1, 100_000_000);
        Check(failures, "Serving:SlowLookup", options.Serving.SlowLookup, TimeSpan.Zero, TimeSpan.FromHours(1));
        if (options.Access.AdminKey.Length is > 0 and < AccessOptions.MinAdminKeyLength)
        {
            failures.Add($"{FeatureStoreOptions.Section}:Access:AdminKey has {options.Access.AdminKey.Length} characters; it must have at least {AccessOptions.MinAdminKeyLength}, or be empty.");
        }

        Check(failures, "TrainingSets:MaxFrameBytes", options.TrainingSets.MaxFrameBytes, 1024, 1L << 40);
        Check(failures, "TrainingSets:MaxConcurrent", options.TrainingSets.MaxConcurrent, 1, 64);
        Check(failures, "TrainingSets:TemporaryFor", options.TrainingSets.TemporaryFor, TimeSpan.FromSeconds(1), TimeSpan.FromDays(30));
        Check(failures, "TrainingSets:CheckpointInterval", options.TrainingSets.CheckpointInterval, TimeSpan.Zero, TimeSpan.FromDays(1));
        Check(failures, "Statistics:MinInterval", options.Statistics.MinInterval, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        Check(failures, "Statistics:MaxInterval", options.Statistics.MaxInterval, options.Statistics.MinInterval, TimeSpan.FromDays(1));
        Check(failures, "Statistics:ExactValues", options.Statistics.ExactValues, 1_000, 10_000_000);
        Check(failures, "Statistics:Retention", options.Statistics.Retention, TimeSpan.FromDays(1), TimeSpan.FromDays(3_650));
        Check(failures, "LookupLog:SampleRate", options.LookupLog.SampleRate, 0, 1);
        Check(failures, "LookupLog:MaxBytes", options.LookupLog.MaxBytes, 1 << 20, 1L << 40);
        Check(failures, "LookupLog:MaxAge", options.LookupLog.MaxAge, TimeSpan.FromHours(1), TimeSpan.FromDays(3_650));
        Check(failures, "LookupLog:MaxWaiting", options.LookupLog.MaxWaiting, 1_000, 10_000_000);
        Check(failures, "LookupLog:MaxWaitingBytes", options.LookupLog.MaxWaitingBytes, 1 << 20, 64L << 30);
        Check(failures, "Verification:Interval", options.Verification.Interval, TimeSpan.Zero, TimeSpan.FromDays(30));
        Check(failures, "Verification:DifferingRows", options.Verification.DifferingRows, 1, 10_000);
        Check(failures, "Verification:Retention", options.Verification.Retention, TimeSpan.FromDays(1), TimeSpan.FromDays(3_650));
        Check(failures, "ChunkSequences", options.ChunkSequences, 1, 16_777_216);
        Check(failures, "ReplacedFileGrace", options.ReplacedFileGrace, TimeSpan.Zero, TimeSpan.FromDays(30));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void Check<T>(List<string> failures, string key, T value, T smallest, T largest)
        where T : IComparable<T>
    {
        if (value.CompareTo(smallest) < 0 || value.CompareTo(largest) > 0)
        {
            failures.Add($"{FeatureStoreOptions.Section}:{key} is '{value}'; it must lie between {smallest} and {largest}.");
        }
    }
}
