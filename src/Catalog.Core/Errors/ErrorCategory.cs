namespace Catalog.Core.Errors;

/// <summary>What kind of failure an error is. Each door maps it once: HTTP to a status, gRPC to a code, the command line to an exit code.</summary>
public enum ErrorCategory
{
    /// <summary>The caller sent something wrong; sending it again will fail again.</summary>
    InvalidArgument,

    /// <summary>Nobody knows who the caller is: a key is missing or not accepted.</summary>
    Unauthenticated,

    /// <summary>The caller is known and may not do it.</summary>
    PermissionDenied,

    /// <summary>The named thing does not exist.</summary>
    NotFound,

    /// <summary>The state of the catalogue does not allow it: somebody else changed it, or it is in use.</summary>
    Conflict,

    /// <summary>The system is busy; the same call succeeds later.</summary>
    Overloaded,

    /// <summary>A store or server that is needed does not answer now; the same call succeeds later.</summary>
    Unavailable,

    /// <summary>A stored file or row is damaged.</summary>
    DataLoss,
}
