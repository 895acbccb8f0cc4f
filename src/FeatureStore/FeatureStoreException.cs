using Catalog.Core.Errors;

namespace FeatureStore;

/// <summary>The one exception of the feature store.</summary>
public sealed class FeatureStoreException : CatalogException
{
    /// <summary>Creates the exception; the category follows from the code.</summary>
    /// <param name="errorCode">Stable code.</param>
    /// <param name="message">What was attempted, the offending value in quotes, what would be right, the setting to change.</param>
    /// <param name="innerException">The cause, if another library failed.</param>
    public FeatureStoreException(FeatureStoreErrorCode errorCode, string message, Exception? innerException = null)
        : base(ErrorCodes.Kebab(errorCode), CategoryOf(errorCode), message, innerException) => ErrorCode = errorCode;

    /// <summary>Stable code.</summary>
    public FeatureStoreErrorCode ErrorCode { get; }

    private static ErrorCategory CategoryOf(FeatureStoreErrorCode code) => code switch
    {
        FeatureStoreErrorCode.FeatureViewNotFound or FeatureStoreErrorCode.FeatureNotFound
            or FeatureStoreErrorCode.FeatureServiceNotFound or FeatureStoreErrorCode.TrainingSetNotFound => ErrorCategory.NotFound,
        FeatureStoreErrorCode.ManifestConflict => ErrorCategory.Conflict,
        FeatureStoreErrorCode.OnlineStoreUnavailable or FeatureStoreErrorCode.OfflineEngineFailed => ErrorCategory.Unavailable,
        FeatureStoreErrorCode.CorruptData => ErrorCategory.DataLoss,
        _ => ErrorCategory.InvalidArgument,
    };
}
