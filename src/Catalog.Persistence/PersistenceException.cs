using Catalog.Core.Errors;

namespace Catalog.Persistence;

/// <summary>The catalogue database failed. Exceptions of the database clients never leave this project.</summary>
public sealed class PersistenceException : CatalogException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="errorCode">What failed.</param>
    /// <param name="message">What was attempted, the offending value in quotes, what would be right, the setting to change.</param>
    /// <param name="innerException">The database client's exception.</param>
    public PersistenceException(PersistenceErrorCode errorCode, string message, Exception? innerException = null)
        : base(Spell(errorCode), Categorize(errorCode), message, innerException) => ErrorCode = errorCode;

    /// <summary>What failed.</summary>
    public PersistenceErrorCode ErrorCode { get; }

    private static string Spell(PersistenceErrorCode code) => code switch
    {
        PersistenceErrorCode.DatabaseUnavailable => "database-unavailable",
        PersistenceErrorCode.DatabaseBusy => "database-busy",
        PersistenceErrorCode.DatabaseFull => "database-full",
        PersistenceErrorCode.DatabaseDamaged => "database-damaged",
        PersistenceErrorCode.DatabaseNewer => "database-newer",
        PersistenceErrorCode.WriteConflict => "write-conflict",
        PersistenceErrorCode.TextRefused => "text-refused",
        _ => "database-failed",
    };

    private static ErrorCategory Categorize(PersistenceErrorCode code) => code switch
    {
        PersistenceErrorCode.DatabaseBusy => ErrorCategory.Overloaded,
        PersistenceErrorCode.DatabaseDamaged => ErrorCategory.DataLoss,
        PersistenceErrorCode.TextRefused => ErrorCategory.InvalidArgument,
        PersistenceErrorCode.DatabaseNewer or PersistenceErrorCode.WriteConflict => ErrorCategory.Conflict,
        _ => ErrorCategory.Unavailable,
    };
}
