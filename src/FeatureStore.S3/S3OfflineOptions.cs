namespace FeatureStore.S3;

/// <summary>Settings of the offline store on S3 or what speaks like it, section <c>FeatureStore:Offline:S3</c>.</summary>
public sealed class S3OfflineOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "FeatureStore:Offline:S3";

    /// <summary>The bucket; it must exist. Required.</summary>
    public string Bucket { get; set; } = string.Empty;

    /// <summary>First part of every key, without a slash at either end, so that several catalogues can share a bucket. Default <c>catalog</c>; empty for none.</summary>
    public string Prefix { get; set; } = "catalog";

    /// <summary>Region of the bucket; signatures name it. Default <c>us-east-1</c>, which is also what most other servers expect.</summary>
    public string Region { get; set; } = "us-east-1";

    /// <summary>Address of a server other than Amazon's, such as <c>http://minio:9000</c>. Default empty: the one of <see cref="Region"/>.</summary>
    public string ServiceUrl { get; set; } = string.Empty;

    /// <summary>Whether the bucket stands in the path of an address and not in its host name, as MinIO, Ceph and Swift mostly want it. Default false.</summary>
    public bool PathStyle { get; set; }

    /// <summary>Name of the access key. Default empty, together with <see cref="SecretKey"/>: environment, profile or role, in the order of the AWS SDK.</summary>
    public string AccessKey { get; set; } = string.Empty;

    /// <summary>Secret of the access key. Needed where <see cref="AccessKey"/> is set, and only there.</summary>
    public string SecretKey { get; set; } = string.Empty;

    /// <summary>
    /// How long the server may keep silent within one request before it counts as away; no request moves more than <see cref="PartBytes"/> up. Default 30 seconds; from 1 second to 10 minutes.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a request that failed for a moment's reason is sent again. Default 3; from 0 to 20.</summary>
    public int Retries { get; set; } = 3;

    /// <summary>Size in bytes above which a file is sent in parts of that size. Default 16 MiB; from 5 MiB, the least that servers take, to 1 GiB.</summary>
    public long PartBytes { get; set; } = 16 << 20;

    /// <summary>How many files are fetched at once, and parts of a file sent. Default 8; from 1 to 64.</summary>
    public int Parallelism { get; set; } = 8;

    /// <summary>
    /// Folder of the files that were fetched or written lately; no other process may use it. Empty (the default) means <c>offline-cache</c> below <c>Catalog:DataDirectory</c>. Made when it does
    /// not exist.
    /// </summary>
    public string CacheDirectory { get; set; } = string.Empty;

    /// <summary>
    /// Size in bytes above which the files of the cache that were unused longest are removed. Files that are being read stay, so reading more than this at once takes more. Default 10 GiB; from 0,
    /// which keeps none, to 1 PiB.
    /// </summary>
    public long CacheBytes { get; set; } = 10L << 30;
}
