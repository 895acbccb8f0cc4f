namespace FeatureStore;

/// <summary>Stable error codes of the feature store. The text form is the kebab-case name, listed in <c>docs/errors.md</c>.</summary>
public enum FeatureStoreErrorCode
{
    /// <summary>A feature view of that name does not exist.</summary>
    FeatureViewNotFound,

    /// <summary>The view exists but has no feature of that name.</summary>
    FeatureNotFound,

    /// <summary>A feature service of that name does not exist.</summary>
    FeatureServiceNotFound,

    /// <summary>A feature reference is not of the form <c>view:feature</c>.</summary>
    InvalidFeatureReference,

    /// <summary>Two requested features would get the same name in the answer.</summary>
    FeatureNameCollision,

    /// <summary>A join key that the requested views need was not given.</summary>
    MissingJoinKey,

    /// <summary>A join key value is not of the entity's type.</summary>
    InvalidEntityValue,

    /// <summary>A value was not given that an on-demand feature needs of the request.</summary>
    MissingRequestValue,

    /// <summary>A value that an on-demand feature needs of the request is not of its type.</summary>
    InvalidRequestValue,

    /// <summary>Entity columns of different lengths were given.</summary>
    UnequalEntityColumns,

    /// <summary>An entity frame cannot be used: no rows, a missing column, an unreadable file.</summary>
    InvalidEntityFrame,

    /// <summary>More rows, columns or bytes than the configured limit.</summary>
    TooLarge,

    /// <summary>An aggregate of a feature view cannot be computed.</summary>
    InvalidView,

    /// <summary>A stored row or file cannot be decoded.</summary>
    CorruptData,

    /// <summary>The offline engine (DuckDB) failed.</summary>
    OfflineEngineFailed,

    /// <summary>A file cannot be written: the disk is full, or the folder is not ours.</summary>
    StorageUnavailable,

    /// <summary>The storage of the offline files cannot be reached or opened.</summary>
    OfflineStoreUnavailable,

    /// <summary>The online store cannot be reached or opened.</summary>
    OnlineStoreUnavailable,

    /// <summary>The online store was emptied, or may have lost its last writes, while a writer was at work; the writer begins again where the store has everything.</summary>
    OnlineRowsLost,

    /// <summary>Another writer changed the manifest of a view at the same time.</summary>
    ManifestConflict,

    /// <summary>Another process writes this partition of the view now; the writer that was refused has lost it.</summary>
    WriterFenced,

    /// <summary>A training set of that name does not exist.</summary>
    TrainingSetNotFound,

    /// <summary>A training set of that name exists or is being built.</summary>
    TrainingSetExists,

    /// <summary>The training set is not complete: it is being built, failed or was cancelled.</summary>
    TrainingSetNotComplete,

    /// <summary>The files of the training set are not in the folders of this process.</summary>
    TrainingSetFilesNotFound,

    /// <summary>The training set was made before manifests were kept.</summary>
    ManifestNotFound,

    /// <summary>No statistics of the view have been computed yet.</summary>
    StatisticsNotFound,

    /// <summary>The lookup log cannot be opened, read or written.</summary>
    LookupLogUnavailable,

    /// <summary>A verification of that id does not exist.</summary>
    VerificationNotFound,

    /// <summary>An erasure of that id does not exist.</summary>
    ErasureNotFound,

    /// <summary>The answer would need events that retention has removed.</summary>
    HistoryNotKept,

    /// <summary>The training set or verification has ended and cannot be stopped any more.</summary>
    RunEnded,

    /// <summary>A lookup, or a change of consumers, needs a key and none was sent.</summary>
    KeyRequired,

    /// <summary>The key that was sent is unknown, revoked or expired.</summary>
    KeyNotAccepted,

    /// <summary>The consumer may not read all that the lookup asks for, or nobody may change consumers.</summary>
    AccessDenied,

    /// <summary>A consumer of that name does not exist.</summary>
    ConsumerNotFound,

    /// <summary>A consumer of that name exists.</summary>
    ConsumerExists,

    /// <summary>The consumer has no key of that id.</summary>
    KeyNotFound,

    /// <summary>The request has a value that is not legal.</summary>
    InvalidRequest,
}
