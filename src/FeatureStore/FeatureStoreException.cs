using System.Globalization;
using Catalog.Core.Errors;

namespace FeatureStore;

/// <summary>The one exception of the feature store.</summary>
public sealed class FeatureStoreException : CatalogException
{
    /// <summary>Errors that the message tells when there are more; <see cref="Parts"/> has them all.</summary>
    private const int MostTold = 10;

    /// <summary>Creates the exception; the category follows from the code.</summary>
    /// <param name="errorCode">Stable code.</param>
    /// <param name="message">What was attempted, the offending value in quotes, what would be right, the setting to change.</param>
    /// <param name="innerException">The cause, if another library failed.</param>
    public FeatureStoreException(FeatureStoreErrorCode errorCode, string message, Exception? innerException = null)
        : base(ErrorCodes.Kebab(errorCode), CategoryOf(errorCode), message, innerException) => ErrorCode = errorCode;

    private FeatureStoreException(IReadOnlyList<FeatureStoreException> parts)
        : this(FeatureStoreErrorCode.InvalidRequest, InWords(parts)) => Parts = parts;

    /// <summary>Stable code.</summary>
    public FeatureStoreErrorCode ErrorCode { get; }

    /// <inheritdoc />
    public override IReadOnlyList<CatalogException> Parts { get; } = [];

    /// <summary>One exception for all that is wrong with a request: the only one itself, or <see cref="FeatureStoreErrorCode.InvalidRequest"/> with the parts.</summary>
    /// <param name="errors">What is wrong; at least one.</param>
    public static FeatureStoreException Combine(IReadOnlyList<FeatureStoreException> errors)
        => errors.Count == 1 ? errors[0] : new FeatureStoreException(errors);

    private static string InWords(IReadOnlyList<FeatureStoreException> parts)
    {
        var first = string.Join('\n', parts.Take(MostTold).Select(static part => part.Message));
        return parts.Count <= MostTold ? first : string.Create(CultureInfo.InvariantCulture, $"{first}\nThat is {MostTold} of {parts.Count} errors.");
    }

    private static ErrorCategory CategoryOf(FeatureStoreErrorCode code) => code switch
    {
        FeatureStoreErrorCode.FeatureViewNotFound or FeatureStoreErrorCode.FeatureNotFound
            or FeatureStoreErrorCode.FeatureServiceNotFound or FeatureStoreErrorCode.TrainingSetNotFound or FeatureStoreErrorCode.TrainingSetFilesNotFound or FeatureStoreErrorCode.ManifestNotFound or FeatureStoreErrorCode.StatisticsNotFound
            or FeatureStoreErrorCode.ConsumerNotFound or FeatureStoreErrorCode.KeyNotFound or FeatureStoreErrorCode.VerificationNotFound or FeatureStoreErrorCode.ErasureNotFound => ErrorCategory.NotFound,
        FeatureStoreErrorCode.KeyRequired or FeatureStoreErrorCode.KeyNotAccepted => ErrorCategory.Unauthenticated,
        FeatureStoreErrorCode.AccessDenied => ErrorCategory.PermissionDenied,
        FeatureStoreErrorCode.ConsumerExists or FeatureStoreErrorCode.ManifestConflict or FeatureStoreErrorCode.TrainingSetExists
            or FeatureStoreErrorCode.TrainingSetNotComplete or FeatureStoreErrorCode.RunEnded => ErrorCategory.Conflict,
        FeatureStoreErrorCode.OnlineStoreUnavailable or FeatureStoreErrorCode.OnlineRowsLost or FeatureStoreErrorCode.OfflineStoreUnavailable or FeatureStoreErrorCode.StorageUnavailable or FeatureStoreErrorCode.LookupLogUnavailable or FeatureStoreErrorCode.OfflineEngineFailed => ErrorCategory.Unavailable,
        FeatureStoreErrorCode.CorruptData => ErrorCategory.DataLoss,
        _ => ErrorCategory.InvalidArgument,
    };
}
