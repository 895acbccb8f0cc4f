namespace Catalog.Grpc;

/// <summary>Where gRPC is spoken.</summary>
public interface IGrpcAddresses
{
    /// <summary>The addresses, with the ports that were found; empty before the start, and where gRPC is switched off.</summary>
    IReadOnlyList<Uri> Addresses { get; }
}
