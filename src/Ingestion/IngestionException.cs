using Catalog.Core.Errors;

namespace Ingestion;

/// <summary>The one exception of ingestion.</summary>
public sealed class IngestionException : CatalogException
{
    /// <summary>Creates the exception; the category follows from the code.</summary>
    /// <param name="errorCode">Stable code.</param>
    /// <param name="message">What was attempted, the offending value in quotes, what would be right, the setting to change.</param>
    /// <param name="innerException">The cause, if another library failed.</param>
    public IngestionException(IngestionErrorCode errorCode, string message, Exception? innerException = null)
        : base(ErrorCodes.Kebab(errorCode), CategoryOf(errorCode), message, innerException) => ErrorCode = errorCode;

    /// <summary>Stable code.</summary>
    public IngestionErrorCode ErrorCode { get; }

    private static ErrorCategory CategoryOf(IngestionErrorCode code) => code switch
    {
        IngestionErrorCode.SourceNotFound or IngestionErrorCode.QuarantinedEventNotFound or IngestionErrorCode.RunNotFound => ErrorCategory.NotFound,
        IngestionErrorCode.AlreadyRunning or IngestionErrorCode.RunNotCancellable or IngestionErrorCode.RunEnded => ErrorCategory.Conflict,
        IngestionErrorCode.Backpressure => ErrorCategory.Overloaded,
        IngestionErrorCode.EventLogUnavailable or IngestionErrorCode.WriterStopped or IngestionErrorCode.SpoolUnavailable
            or IngestionErrorCode.TopicUnavailable or IngestionErrorCode.SchemaRegistryUnavailable => ErrorCategory.Unavailable,
        IngestionErrorCode.CorruptLog => ErrorCategory.DataLoss,
        _ => ErrorCategory.InvalidArgument,
    };
}
