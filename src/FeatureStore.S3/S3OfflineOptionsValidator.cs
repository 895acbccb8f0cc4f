using Microsoft.Extensions.Options;

namespace FeatureStore.S3;

/// <summary>Checks the settings when the host starts; all that is wrong is told together.</summary>
internal sealed class S3OfflineOptionsValidator : IValidateOptions<S3OfflineOptions>
{
    private const string Section = S3OfflineOptions.Section;

    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, S3OfflineOptions options)
    {
        string[] failures = [.. PlaceFailures(options), .. KeyFailures(options), .. LimitFailures(options)];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> PlaceFailures(S3OfflineOptions options)
    {
        if (options.Bucket.Length is < 3 or > 255 || options.Bucket.Contains('/', StringComparison.Ordinal))
        {
            yield return options.Bucket.Length == 0
                ? $"{Section}:Bucket is not set, and FeatureStore:Offline:Kind is S3."
                : $"{Section}:Bucket is '{options.Bucket}'; use the name of a bucket, at least 3 characters and no slash.";
        }

        if (options.Prefix.StartsWith('/') || options.Prefix.EndsWith('/') || options.Prefix.Contains("//", StringComparison.Ordinal))
        {
            yield return $"{Section}:Prefix is '{options.Prefix}'; leave out slashes at the ends, such as 'catalog' or 'teams/shop'.";
        }

        if (string.IsNullOrWhiteSpace(options.Region))
        {
            yield return $"{Section}:Region is empty; set it to the region of the bucket, such as 'us-east-1'.";
        }

        if (options.ServiceUrl.Length > 0 && !(Uri.TryCreate(options.ServiceUrl, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)))
        {
            yield return $"{Section}:ServiceUrl is '{options.ServiceUrl}'; use an address such as 'http://minio:9000', or leave it empty for Amazon's.";
        }

        if (string.IsNullOrWhiteSpace(options.CacheDirectory))
        {
            yield return $"{Section}:CacheDirectory is empty; set it to a folder of this process.";
        }
    }

    // Never shows the keys themselves.
    private static IEnumerable<string> KeyFailures(S3OfflineOptions options)
    {
        if (options.AccessKey.Length == 0 != (options.SecretKey.Length == 0))
        {
            yield return $"{Section}:AccessKey and {Section}:SecretKey go together, but one of them is empty; set both, or neither for the environment, profile or role.";
        }
    }

    private static IEnumerable<string> LimitFailures(S3OfflineOptions options)
    {
        if (options.Timeout < ShortestTimeout || options.Timeout > LongestTimeout)
        {
            yield return $"{Section}:Timeout is '{options.Timeout}'; it must be from {ShortestTimeout} to {LongestTimeout}.";
        }

        (string Key, long Value, long Least, long Most)[] numbers =
        [
            ("Retries", options.Retries, 0, 20),
            ("PartBytes", options.PartBytes, 5 << 20, 1 << 30),
            ("Parallelism", options.Parallelism, 1, 64),
            ("CacheBytes", options.CacheBytes, 0, 1L << 50),
        ];
        foreach (var (key, value, least, most) in numbers)
        {
            if (value < least || value > most)
            {
                yield return $"{Section}:{key} is '{value}'; it must be from {least} to {most}.";
            }
        }
    }
}
