namespace Catalog.Grpc;

/// <summary>Tells whether calls can be answered now. Thread-safe.</summary>
public interface IGrpcHealth
{
    /// <summary>Whether they can.</summary>
    /// <param name="cancellationToken">Stops the asking.</param>
    ValueTask<bool> IsServingAsync(CancellationToken cancellationToken);
}
