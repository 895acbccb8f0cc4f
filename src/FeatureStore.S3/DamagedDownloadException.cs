namespace FeatureStore.S3;

/// <summary>A file came incomplete or changed; another attempt may bring it whole.</summary>
/// <param name="message">What was wrong.</param>
/// <param name="isComplete">Whether the server was done: then what it holds may be damaged itself.</param>
/// <param name="innerException">What broke the transfer off.</param>
internal sealed class DamagedDownloadException(string message, bool isComplete, Exception? innerException = null) : IOException(message, innerException)
{
    internal bool IsComplete { get; } = isComplete;
}
