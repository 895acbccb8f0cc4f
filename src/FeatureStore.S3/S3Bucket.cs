using System.Buffers;
using System.Security.Cryptography;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Catalog.Core.Values;
using FeatureStore.Ports;

namespace FeatureStore.S3;

/// <summary>The objects of the bucket below the prefix. Failures come out as exceptions of the library; <see cref="S3OfflineStorage"/> translates them. Thread-safe.</summary>
internal sealed class S3Bucket : IDisposable
{
    private const int ChunkBytes = 1 << 17;

    private readonly S3OfflineOptions _options;
    private readonly AmazonS3Client _client;
    private readonly string _prefix;

    internal S3Bucket(S3OfflineOptions options)
    {
        _options = options;
        _prefix = options.Prefix.Length == 0 ? string.Empty : options.Prefix + "/";
        var config = new AmazonS3Config
        {
            ForcePathStyle = options.PathStyle,
            AuthenticationRegion = options.Region,
            Timeout = options.Timeout,
            MaxErrorRetry = options.Retries,
            RetryMode = RequestRetryMode.Standard,

            // Older servers know neither the newer checksums nor bodies in signed chunks. The signature covers the SHA-256 of each body, and names hold that of the whole.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
        if (options.ServiceUrl.Length > 0)
        {
            config.ServiceURL = options.ServiceUrl;
        }
        else
        {
            config.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
        }

        _client = options.AccessKey.Length > 0 ? new AmazonS3Client(new BasicAWSCredentials(options.AccessKey, options.SecretKey), config) : new AmazonS3Client(config);
    }

    /// <summary>Asks for one object, to see whether bucket and key are right.</summary>
    internal Task ProbeAsync(CancellationToken cancellationToken)
        => _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _options.Bucket, Prefix = _prefix, MaxKeys = 1 }, cancellationToken);

    /// <summary>Stores a local file as an object, in parts where it is large. It is there whole or not at all.</summary>
    internal async Task PutAsync(string path, string file, CancellationToken cancellationToken)
    {
        var length = new FileInfo(file).Length;
        if (length > _options.PartBytes)
        {
            await new MultipartUpload(_client, _options, _prefix + path).RunAsync(file, length, cancellationToken).ConfigureAwait(false);
            return;
        }

        var request = new PutObjectRequest { BucketName = _options.Bucket, Key = _prefix + path, FilePath = file, ContentType = "application/vnd.apache.parquet", UseChunkEncoding = false };
        await _client.PutObjectAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Fetches an object into a local file, which is on disk when the task ends.</summary>
    /// <returns>Its size and the hash of what came.</returns>
    internal async Task<(long Bytes, string Hash)> GetAsync(string path, string file, CancellationToken cancellationToken)
    {
        using var answer = await _client.GetObjectAsync(new GetObjectRequest { BucketName = _options.Bucket, Key = _prefix + path }, cancellationToken).ConfigureAwait(false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var target = File.OpenHandle(file, FileMode.Create, FileAccess.Write, options: FileOptions.Asynchronous);
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            for (var written = 0L; ;)
            {
                silence.CancelAfter(_options.Timeout);
                var read = await ReadAsync(answer.ResponseStream, buffer, silence.Token, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                {
                    RandomAccess.FlushToDisk(target);
                    return (written, ContentHash.ToText(hash.GetHashAndReset()));
                }

                hash.AppendData(buffer, 0, read);
                await RandomAccess.WriteAsync(target, buffer.AsMemory(0, read), written, cancellationToken).ConfigureAwait(false);
                written += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationToken silence, CancellationToken cancellationToken)
    {
        try
        {
            return await body.ReadAsync(buffer, silence).ConfigureAwait(false);
        }
        catch (AmazonClientException exception)
        {
            throw new DamagedDownloadException(exception.Message, isComplete: true, exception); // The library knows the hash of an object that was sent in one piece.
        }
        catch (Exception exception) when (S3Errors.IsKnown(exception, cancellationToken))
        {
            throw new DamagedDownloadException($"the server broke off ({exception.Message})", isComplete: false, exception);
        }
    }

    /// <summary>All Parquet files, page by page.</summary>
    internal async Task<IReadOnlyList<StoredOfflineFile>> ListAsync(CancellationToken cancellationToken)
    {
        var files = new List<StoredOfflineFile>();
        var request = new ListObjectsV2Request { BucketName = _options.Bucket, Prefix = _prefix };
        do
        {
            var page = await _client.ListObjectsV2Async(request, cancellationToken).ConfigureAwait(false);
            files.AddRange(
                from item in page.S3Objects ?? []
                where item.Key.EndsWith(".parquet", StringComparison.Ordinal)
                select new StoredOfflineFile(item.Key[_prefix.Length..], Instant.FromDateTime((item.LastModified ?? DateTime.MaxValue).ToUniversalTime()), item.Size ?? 0));
            request.ContinuationToken = page.IsTruncated == true ? page.NextContinuationToken : null;
        }
        while (request.ContinuationToken is not null);

        return files;
    }

    /// <summary>Removes an object; one that is not there is no error.</summary>
    internal Task DeleteAsync(string path, CancellationToken cancellationToken)
        => _client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = _options.Bucket, Key = _prefix + path }, cancellationToken);

    /// <summary>Gives up uploads in parts that a process which died has left, begun before a time; they cost room and show nowhere.</summary>
    internal async Task AbortUploadsAsync(DateTime before, CancellationToken cancellationToken)
    {
        var uploads = await _client.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = _options.Bucket, Prefix = _prefix }, cancellationToken).ConfigureAwait(false);
        foreach (var upload in uploads.MultipartUploads ?? [])
        {
            if (upload.Initiated is { } begun && begun.ToUniversalTime() < before)
            {
                await _client.AbortMultipartUploadAsync(_options.Bucket, upload.Key, upload.UploadId, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => _client.Dispose();
}
