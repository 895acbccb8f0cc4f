using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;

namespace FeatureStore.S3;

/// <summary>Says what went wrong with the object store in the words of the port.</summary>
internal static class S3Errors
{
    private static readonly string[] WrongKeys =
        ["InvalidAccessKeyId", "SignatureDoesNotMatch", "AccessDenied", "InvalidToken", "ExpiredToken", "AuthorizationHeaderMalformed", "RequestTimeTooSkewed", "AllAccessDisabled", "Forbidden"];

    private static readonly string[] WrongPlaces = ["NoSuchBucket", "InvalidBucketName", "PermanentRedirect", "IllegalLocationConstraintException"];

    /// <summary>Whether the exception comes from the server, the way there, or the library in between.</summary>
    internal static bool IsKnown(Exception exception, CancellationToken cancellationToken)
        => exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TimeoutException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested);

    /// <summary>Whether the object is what is missing, and not the bucket.</summary>
    internal static bool IsMissingObject(Exception exception)
        => exception is AmazonS3Exception { StatusCode: HttpStatusCode.NotFound } missing && missing.ErrorCode != "NoSuchBucket";

    /// <summary>Whether trying again cannot help before someone changes the settings or the rights.</summary>
    internal static bool IsRefusal(Exception exception)
        => exception is AmazonS3Exception refused
            && (WrongKeys.Contains(refused.ErrorCode) || WrongPlaces.Contains(refused.ErrorCode)
                || refused.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized or HttpStatusCode.NotFound or HttpStatusCode.MovedPermanently);

    /// <summary>Whether the same request may go well in a moment.</summary>
    internal static bool IsPassing(Exception exception)
        => !IsRefusal(exception) && exception is not AmazonServiceException { StatusCode: >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError };

    /// <summary>The error of the port for an exception for which <see cref="IsKnown"/> holds.</summary>
    /// <param name="attempt">What was attempted, as the beginning of a sentence.</param>
    /// <param name="location">Where the files are.</param>
    /// <param name="cause">The exception.</param>
    internal static FeatureStoreException For(string attempt, string location, Exception cause) => new(
        FeatureStoreErrorCode.OfflineStoreUnavailable, $"{attempt} in '{location}' failed: {ReasonOf(cause)}", cause);

    private static string ReasonOf(Exception cause) => cause switch
    {
        AmazonS3Exception refused when WrongPlaces.Contains(refused.ErrorCode) =>
            $"there is no such bucket ({Said(refused)}). Make it, or set '{S3OfflineOptions.Section}:Bucket', ':Region' and ':ServiceUrl'.",
        AmazonS3Exception refused when WrongKeys.Contains(refused.ErrorCode) || refused.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized =>
            $"the server refuses the access key ({Said(refused)}). Set '{S3OfflineOptions.Section}:AccessKey' and ':SecretKey', or give the key the rights to list, read, write and delete.",
        AmazonS3Exception refused => $"the server answers {Said(refused)}. It is tried again.",
        AmazonClientException client when client.Message.Contains("credentials", StringComparison.OrdinalIgnoreCase) =>
            $"no access key was found. Set '{S3OfflineOptions.Section}:AccessKey' and ':SecretKey', or what the AWS SDK looks for: environment, profile or role.",
        IOException file when file is not (HttpIOException or DamagedDownloadException) && file.InnerException is not SocketException =>
            $"a file of this machine cannot be read or written ({file.Message}). See the folder of '{S3OfflineOptions.Section}:CacheDirectory'.",
        OperationCanceledException or TimeoutException => $"the server took longer than '{S3OfflineOptions.Section}:Timeout' allows. See whether it is overloaded or away.",
        _ => $"the server cannot be reached, or broke off ({cause.Message}). Start it, or set '{S3OfflineOptions.Section}:ServiceUrl'.",
    };

    private static string Said(AmazonS3Exception refused) => $"{(int)refused.StatusCode} {refused.ErrorCode}: {refused.Message}";
}
