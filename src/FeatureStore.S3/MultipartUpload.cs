using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace FeatureStore.S3;

/// <summary>Sends one large file in parts, several at once. The object appears when the last step is done; what goes wrong before leaves nothing.</summary>
internal sealed class MultipartUpload(IAmazonS3 client, S3OfflineOptions options, string key)
{
    // More than servers take of one object.
    private const int MostParts = 10_000;

    internal async Task RunAsync(string file, long length, CancellationToken cancellationToken)
    {
        var begin = new InitiateMultipartUploadRequest { BucketName = options.Bucket, Key = key, ContentType = "application/vnd.apache.parquet" };
        var upload = (await client.InitiateMultipartUploadAsync(begin, cancellationToken).ConfigureAwait(false)).UploadId;
        try
        {
            var parts = await SendAsync(upload, file, length, cancellationToken).ConfigureAwait(false);
            await client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = options.Bucket, Key = key, UploadId = upload, PartETags = [.. parts] }, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await AbortAsync(upload).ConfigureAwait(false);
            throw;
        }

        var stored = await client.GetObjectMetadataAsync(options.Bucket, key, cancellationToken).ConfigureAwait(false);
        if (stored.ContentLength != length)
        {
            throw new AmazonClientException($"the object has {stored.ContentLength} bytes instead of {length}");
        }
    }

    private async Task<PartETag[]> SendAsync(string upload, string file, long length, CancellationToken cancellationToken)
    {
        var partBytes = Math.Max(options.PartBytes, (length + MostParts - 1) / MostParts);
        var parts = new PartETag[(length + partBytes - 1) / partBytes];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, parts.Length, parallel, async (number, token) =>
        {
            var request = new UploadPartRequest
            {
                BucketName = options.Bucket,
                Key = key,
                UploadId = upload,
                PartNumber = number + 1,
                FilePath = file,
                FilePosition = number * partBytes,
                PartSize = Math.Min(partBytes, length - (number * partBytes)),
                UseChunkEncoding = false,
            };
            parts[number] = new PartETag(number + 1, (await client.UploadPartAsync(request, token).ConfigureAwait(false)).ETag);
        }).ConfigureAwait(false);
        return parts;
    }

    /// <summary>Also after a cancellation, so without its token. What cannot be given up now is given up by a later start.</summary>
    private async Task AbortAsync(string upload)
    {
        try
        {
            await client.AbortMultipartUploadAsync(options.Bucket, key, upload, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (S3Errors.IsKnown(exception, CancellationToken.None))
        {
            return; // The failure that led here says more.
        }
    }
}
