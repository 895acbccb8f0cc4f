using Catalog.Core.Errors;

namespace Catalog.Definitions;

/// <summary>The one exception of the definitions.</summary>
public sealed class DefinitionsException : CatalogException
{
    /// <summary>Creates the exception; the category follows from the code.</summary>
    /// <param name="errorCode">Stable code.</param>
    /// <param name="message">What was attempted, the offending value in quotes, what would be right.</param>
    /// <param name="findings">What is wrong, when definitions are.</param>
    public DefinitionsException(DefinitionsErrorCode errorCode, string message, IReadOnlyList<Finding>? findings = null)
        : base(ErrorCodes.Kebab(errorCode), CategoryOf(errorCode), message)
    {
        ErrorCode = errorCode;
        Findings = findings ?? [];
    }

    /// <summary>Stable code.</summary>
    public DefinitionsErrorCode ErrorCode { get; }

    /// <summary>Everything wrong, by file, line and column; empty for codes other than <see cref="DefinitionsErrorCode.InvalidDefinitions"/>.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    private static ErrorCategory CategoryOf(DefinitionsErrorCode code) => code switch
    {
        DefinitionsErrorCode.DefinitionNotFound or DefinitionsErrorCode.VersionNotFound => ErrorCategory.NotFound,
        DefinitionsErrorCode.RevisionConflict => ErrorCategory.Conflict,
        DefinitionsErrorCode.CorruptCatalogue => ErrorCategory.DataLoss,
        _ => ErrorCategory.InvalidArgument,
    };
}
