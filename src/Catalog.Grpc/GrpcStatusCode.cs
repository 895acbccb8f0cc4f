namespace Catalog.Grpc;

/// <summary>How a call ended. Numbers and names are those of gRPC (https://grpc.github.io/grpc/core/md_doc_statuscodes.html).</summary>
public enum GrpcStatusCode
{
    /// <summary>It succeeded.</summary>
    Ok = 0,

    /// <summary>The caller gave it up.</summary>
    Cancelled = 1,

    /// <summary>Something else.</summary>
    Unknown = 2,

    /// <summary>The caller sent something wrong; sending it again will fail again.</summary>
    InvalidArgument = 3,

    /// <summary>The caller's deadline passed.</summary>
    DeadlineExceeded = 4,

    /// <summary>The named thing does not exist.</summary>
    NotFound = 5,

    /// <summary>What should be made is there already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do it.</summary>
    PermissionDenied = 7,

    /// <summary>Something is too large, or there is too much of it now.</summary>
    ResourceExhausted = 8,

    /// <summary>The state of the system does not allow it.</summary>
    FailedPrecondition = 9,

    /// <summary>Somebody else changed the same thing meanwhile.</summary>
    Aborted = 10,

    /// <summary>Beyond the end of something.</summary>
    OutOfRange = 11,

    /// <summary>There is no such method, or it does not know what was asked of it.</summary>
    Unimplemented = 12,

    /// <summary>The server is at fault.</summary>
    Internal = 13,

    /// <summary>Something that is needed does not answer now; the same call may succeed later.</summary>
    Unavailable = 14,

    /// <summary>Stored data is damaged.</summary>
    DataLoss = 15,

    /// <summary>Nobody knows who the caller is.</summary>
    Unauthenticated = 16,
}
