using Catalog.Core.Errors;

namespace Lineage;

/// <summary>A lineage operation was refused.</summary>
public sealed class LineageException : CatalogException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="errorCode">What was refused.</param>
    /// <param name="message">What was attempted, the offending value in quotes, what would be right.</param>
    public LineageException(LineageErrorCode errorCode, string message)
        : base(Spell(errorCode), Categorize(errorCode), message) => ErrorCode = errorCode;

    /// <summary>What was refused.</summary>
    public LineageErrorCode ErrorCode { get; }

    private static string Spell(LineageErrorCode code) => code switch
    {
        LineageErrorCode.InvalidCursor => "invalid-cursor",
        LineageErrorCode.InvalidNodeId => "invalid-node-id",
        LineageErrorCode.NodeNotFound => "node-not-found",
        LineageErrorCode.OutOfRange => "out-of-range",
        LineageErrorCode.RunInProgress => "run-in-progress",
        LineageErrorCode.RunEnded => "run-ended",
        LineageErrorCode.InvalidEvent => "invalid-event",
        _ => "invalid-run",
    };

    private static ErrorCategory Categorize(LineageErrorCode code) => code switch
    {
        LineageErrorCode.NodeNotFound => ErrorCategory.NotFound,
        LineageErrorCode.RunInProgress or LineageErrorCode.RunEnded => ErrorCategory.Conflict,
        _ => ErrorCategory.InvalidArgument,
    };
}
