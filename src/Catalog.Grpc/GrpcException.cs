namespace Catalog.Grpc;

/// <summary>Ends a call with a status.</summary>
/// <param name="status">The status; never <see cref="GrpcStatusCode.Ok"/>.</param>
/// <param name="message">What the caller reads.</param>
/// <param name="innerException">The cause, if another library failed.</param>
public sealed class GrpcException(GrpcStatusCode status, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The status.</summary>
    public GrpcStatusCode Status { get; } = status;
}
